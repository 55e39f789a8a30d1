package salesforceapi

import (
	"context"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const typeProfile = "Profile"

// LoginIPRange is a range of addresses that a profile's users may log in from.
type LoginIPRange struct {
	Description *string   `xml:"description"`
	End         string    `xml:"endAddress"`
	Start       string    `xml:"startAddress"`
	Unknown     []Element `xml:",any"`
}

// MarshalXML writes the elements in the WSDL's order.
func (r LoginIPRange) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain LoginIPRange
	return encodeOrdered(encoder, start, plain(r))
}

// ProfileIPRanges are the addresses that users log in from, per profile.
type ProfileIPRanges struct {
	client *Client
	// names are the profiles' names in metadata, which for standard profiles are
	// not those that people see.
	names *coalesce.Snapshot[struct{}, ID, string]
}

func newProfileIPRanges(client *Client) *ProfileIPRanges {
	list := func(ctx context.Context, _ struct{}) (map[ID]string, error) {
		files, err := client.metadata.list(ctx, typeProfile)
		names := map[ID]string{}
		for _, file := range files {
			names[ID(NormalizeID(file.ID))] = file.FullName
		}
		return names, err
	}
	return &ProfileIPRanges{client: client, names: coalesce.NewSnapshot(list, transport.IsLasting)}
}

// profileRanges is the part of a profile that is of interest here: the rest of
// it is not read into anything.
type profileRanges struct {
	FullName string         `xml:"fullName"`
	Ranges   []LoginIPRange `xml:"loginIpRanges"`
}

// MetadataName is the name of a profile in metadata: of the listing, or where
// that does not tell ids, the name that people see.
func (p *ProfileIPRanges) MetadataName(ctx context.Context, profile Profile) (string, error) {
	name, found, err := p.names.Get(ctx, struct{}{}, profile.ID)
	if err == nil && !found {
		name = profile.Name
	}
	return name, err
}

// Get reads a profile's ranges: readMetadata.
func (p *ProfileIPRanges) Get(ctx context.Context, profile Profile) ([]LoginIPRange, error) {
	name, err := p.MetadataName(ctx, profile)
	if err != nil {
		return nil, err
	}
	content, err := p.client.metadata.read(ctx, typeProfile, name)
	if err != nil {
		return nil, err
	}
	if content == nil {
		return nil, missing(p.client.soapPath(), fmt.Sprintf("there is no profile %q", name))
	}
	var read profileRanges
	err = decodeComponent(content, &read)
	return read.Ranges, err
}

// Set replaces a profile's ranges by others: updateMetadata of them alone. It
// reads them again, and the error matches [ErrDidNotStick] when they differ.
func (p *ProfileIPRanges) Set(ctx context.Context, profile Profile, wanted []LoginIPRange) error {
	name, err := p.MetadataName(ctx, profile)
	if err != nil {
		return err
	}
	unlock, err := p.client.metadata.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	elements, err := elementsOf(profileRanges{Ranges: wanted})
	if err != nil {
		return err
	}
	if len(wanted) == 0 { // an element without content takes all away
		elements = []Element{{XMLName: xml.Name{Local: "loginIpRanges"}}}
	}
	sent := settingsUpdate{FullName: name, Elements: elements}
	if err := p.client.metadata.update(ctx, typeProfile, sent); err != nil {
		return err
	}
	shown, err := p.Get(ctx, profile)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotReadAgain, err)
	}
	if !slices.Equal(rangeTexts(wanted), rangeTexts(shown)) {
		return &NotKeptError{Settings: typeProfile, Fields: []string{"loginIpRanges"}}
	}
	return nil
}

func rangeTexts(ranges []LoginIPRange) []string {
	texts := make([]string, len(ranges))
	for i, one := range ranges {
		texts[i] = strings.Join([]string{one.Start, one.End, textOf(one.Description)}, " ")
	}
	slices.Sort(texts)
	return texts
}
