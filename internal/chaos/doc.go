// Package chaos holds the campaign of bad days: generated configurations are
// applied, planned and destroyed by the real engine while the simulator fails in
// every way that the platforms are known to, and the provider is killed and
// interrupted. After each run an oracle compares what is there with what a run
// without faults leaves behind. make chaos plays the long form, make test a short
// one.
package chaos
