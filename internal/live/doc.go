// Package live holds the few tests that run against real organizations: `make
// testlive`, with the sign-ins in the environment. They are built with the tag
// live only. They make objects of their own, named after the time, and remove
// them.
package live
