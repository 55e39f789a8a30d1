package salesforceapi

import (
	"context"
	"fmt"
)

// IsCustom tells whether a profile is the organization's own. Standard profiles
// come with Salesforce, which keeps their permissions as they are. It reads the
// profile's metadata: rows do not tell.
func (p *Profiles) IsCustom(ctx context.Context, profile Profile) (bool, error) {
	client := p.sets.client
	name, err := client.ProfileIPRanges.MetadataName(ctx, profile)
	if err != nil {
		return false, err
	}
	content, err := client.metadata.read(ctx, typeProfile, name)
	if err != nil {
		return false, err
	}
	if content == nil {
		return false, missing(client.soapPath(), fmt.Sprintf("there is no profile %q", name))
	}
	var shown struct {
		Custom bool `xml:"custom"`
	}
	err = decodeComponent(content, &shown)
	return shown.Custom, err
}
