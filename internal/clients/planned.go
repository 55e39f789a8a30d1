package clients

import (
	"strings"
	"sync"
)

// Planned are the objects that the configuration makes or keeps, by kind and
// name. A type whose plan looks up what another type manages asks here first: the
// object may come about, or be replaced by one of the same name, in the same
// apply. Terraform plans an object after those that it refers to. The zero value
// is ready for use; names are compared without regard to case.
type Planned struct {
	mu  sync.Mutex
	ids map[[2]string]string
}

// Add tells that after this apply there is an object of that kind and name. The
// id is empty for one that has yet to be made.
func (p *Planned) Add(kind, name, id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ids == nil {
		p.ids = map[[2]string]string{}
	}
	p.ids[[2]string{kind, strings.ToLower(name)}] = id
}

// Find is the id of the object of that kind and name, empty for one that has yet
// to be made; found is false where the configuration does not manage such a one.
func (p *Planned) Find(kind, name string) (id string, found bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id, found = p.ids[[2]string{kind, strings.ToLower(name)}]
	return id, found
}

// Claim is Add for what one object of the configuration alone may manage: mark tells
// that object from others. It is false where another one has claimed it.
func (p *Planned) Claim(kind, name, mark string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ids == nil {
		p.ids = map[[2]string]string{}
	}
	key := [2]string{kind, strings.ToLower(name)}
	if holder, claimed := p.ids[key]; claimed {
		return holder == mark
	}
	p.ids[key] = mark
	return true
}
