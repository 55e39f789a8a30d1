// Package bench measures what the provider costs: API calls, bytes, time and
// memory, over growing numbers of objects, beside a provider that does nothing
// and a client that makes one call per object. make bench runs it and writes the
// figures into the guide "Large organizations". It is built with the tag bench
// only.
package bench
