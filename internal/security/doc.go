// Package security holds the campaign that tries what bad people would: `make
// security`. The tests of this package are about the network, the files that a
// run leaves behind, and the ways to lock oneself out; those that walk through
// every registered type stand with the contract test in internal/provider, and
// the fuzz targets with the parsers that they try. All of them run, in a short
// form, with every other test.
//
// What is tried is counted by [Tried], from which internal/cmd/security makes the
// table that closes the campaign. The package is for tests only.
package security
