package salesforceapi

import (
	"context"
	"encoding/xml"
	"slices"
)

// listingLimit is how many types one listing takes.
const listingLimit = 3

type listingOfTypes struct {
	XMLName     xml.Name       `xml:"listMetadata"`
	Queries     []listingQuery `xml:"queries"`
	AsOfVersion string         `xml:"asOfVersion"`
}

type listingQuery struct {
	Type string `xml:"type"`
}

// typedFile is what a listing of several types tells of a component.
type typedFile struct {
	fileProperties

	Type string `xml:"type"`
}

type listingOfTypesResponse struct {
	Files []typedFile `xml:"result"`
}

// listTypes lists the names of the components of several types: listMetadata,
// three types per call. Components that came with a package are left out.
func (m *metadata) listTypes(ctx context.Context, kinds ...string) (map[string][]string, error) {
	names := map[string][]string{}
	for some := range slices.Chunk(kinds, listingLimit) {
		operation := listingOfTypes{AsOfVersion: m.client.version}
		for _, kind := range some {
			operation.Queries = append(operation.Queries, listingQuery{kind})
		}
		answer, err := soap[listingOfTypesResponse](ctx, m.client, operation, true)
		if err != nil {
			return nil, err
		}
		for _, file := range answer.Files {
			if file.ManageableState != stateInstalled {
				names[file.Type] = append(names[file.Type], file.FullName)
			}
		}
	}
	return names, nil
}
