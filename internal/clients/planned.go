package clients

import (
	"strings"
	"sync"
)

// Planned are the objects that the configuration makes, by kind and name. A type
// whose plan looks up what another type makes asks here before it calls a name
// unknown: the object may come about in the same apply. Terraform plans an object
// after those that it refers to. The zero value is ready for use; names are
// compared without regard to case.
type Planned struct {
	mu    sync.Mutex
	names map[[2]string]bool
}

// Add tells that the configuration makes an object of that kind and name.
func (p *Planned) Add(kind, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.names == nil {
		p.names = map[[2]string]bool{}
	}
	p.names[[2]string{kind, strings.ToLower(name)}] = true
}

// Has tells whether the configuration makes an object of that kind and name.
func (p *Planned) Has(kind, name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.names[[2]string{kind, strings.ToLower(name)}]
}
