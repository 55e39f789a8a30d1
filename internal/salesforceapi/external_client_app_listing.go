package salesforceapi

import (
	"context"
	"strings"
	"sync"
)

// The types of components that make an external client app.
const (
	typeExternalClientApp = "ExternalClientApplication"
	typeECAOAuthSettings  = "ExtlClntAppOauthSettings"
	typeECAGlobalOAuth    = "ExtlClntAppGlobalOauthSettings"
	typeECAOAuthPolicies  = "ExtlClntAppOauthConfigurablePolicies"
	typeECAPolicies       = "ExtlClntAppConfigurablePolicies"
)

// list reads all apps. The parts of an app have names of their own, which need
// not resemble the app's, so that all have to be read to know whose they are:
// listMetadata, and then readMetadata while one call per type is enough, or else
// a single retrieval.
func (a *ExternalClientApps) list(ctx context.Context, _ struct{}) (map[string]ExternalClientApp, error) {
	metadata := a.client.metadata
	names, err := metadata.listTypes(ctx, typeExternalClientApp, typeECAOAuthSettings, typeECAGlobalOAuth,
		typeECAOAuthPolicies, typeECAPolicies)
	if err != nil || len(names[typeExternalClientApp]) == 0 {
		return nil, err
	}
	read := metadata.readTypes
	for _, ofType := range names {
		if len(ofType) > metadataLimit {
			read = metadata.retrieve
		}
	}
	records, err := read(ctx, names)
	if err != nil {
		return nil, err
	}
	return assembleApps(records)
}

// readTypes reads components of several types, at most ten of each, side by
// side: readMetadata once per type.
func (m *metadata) readTypes(ctx context.Context, names map[string][]string) (map[string][]metadataRecord, error) {
	var (
		all    sync.WaitGroup
		mu     sync.Mutex
		first  error
		result = map[string][]metadataRecord{}
	)
	for kind, ofType := range names {
		all.Go(func() {
			outcomes := m.readMany(ctx, kind, ofType)
			mu.Lock()
			defer mu.Unlock()
			for i, outcome := range outcomes {
				if outcome.Err != nil && first == nil {
					first = outcome.Err
				}
				if outcome.Value != nil {
					record := metadataRecord{FullName: ofType[i], Content: outcome.Value}
					result[kind] = append(result[kind], record)
				}
			}
		})
	}
	all.Wait()
	return result, first
}

// assembleApps puts the parts to the apps that they name. Keys are names in
// lower case.
func assembleApps(records map[string][]metadataRecord) (map[string]ExternalClientApp, error) {
	apps := map[string]*ExternalClientApp{}
	for _, record := range records[typeExternalClientApp] {
		app := &ExternalClientApp{}
		if err := decodeComponent(record.Content, &app.Header); err != nil {
			return nil, err
		}
		app.Name, app.Header.FullName = record.FullName, record.FullName
		apps[strings.ToLower(app.Name)] = app
	}
	for _, kind := range appParts {
		for _, record := range records[kind.name()] {
			if err := kind.assign(apps, record); err != nil {
				return nil, err
			}
		}
	}
	assembled := map[string]ExternalClientApp{}
	for name, app := range apps {
		assembled[name] = *app
	}
	return assembled, nil
}
