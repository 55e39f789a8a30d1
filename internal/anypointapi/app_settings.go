package anypointapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// AppSettings are what a root organization allows connected apps.
type AppSettings struct {
	// ApplicationsEnabled is none, partial or all.
	ApplicationsEnabled string
	// GrantTypesAllowed are the ways in which apps may get tokens.
	GrantTypesAllowed []string
	// AllowlistEnabled lets in only apps that are on the allowlist.
	AllowlistEnabled bool
	// AllowlistInternal lets the organization's own apps in without an entry.
	AllowlistInternal bool
}

// AppSettingsChange is what to change; nil leaves a setting alone.
type AppSettingsChange struct {
	ApplicationsEnabled *string
	GrantTypesAllowed   *[]string
	AllowlistEnabled    *bool
	AllowlistInternal   *bool
}

// settingsAnswer has the settings by their present and their former names.
type settingsAnswer struct {
	ApplicationsEnabled string   `json:"applications_enabled"`
	GrantTypesAllowed   []string `json:"grant_types_allowed"`
	AllowlistEnabled    *bool    `json:"allowlist_enabled"`
	AllowlistInternal   *bool    `json:"allowlist_internal_applications"`
	WhitelistEnabled    *bool    `json:"whitelist_enabled"`
	WhitelistInternal   *bool    `json:"whitelist_internal_applications"`
}

func (a settingsAnswer) settings() AppSettings {
	enabled, internal := cmp.Or(a.AllowlistEnabled, a.WhitelistEnabled), cmp.Or(a.AllowlistInternal, a.WhitelistInternal)
	return AppSettings{
		ApplicationsEnabled: a.ApplicationsEnabled, GrantTypesAllowed: sorted(a.GrantTypesAllowed),
		AllowlistEnabled: enabled != nil && *enabled, AllowlistInternal: internal != nil && *internal,
	}
}

// settingsBody is what PATCH takes; the first two have to be in every request.
type settingsBody struct {
	ApplicationsEnabled string   `json:"applications_enabled"`
	GrantTypesAllowed   []string `json:"grant_types_allowed"`
	AllowlistEnabled    *bool    `json:"allowlist_enabled,omitempty"`
	AllowlistInternal   *bool    `json:"allowlist_internal_applications,omitempty"`
}

// OrganizationAppSettings are the settings of root organizations.
type OrganizationAppSettings struct {
	caller   *caller
	snapshot *coalesce.Snapshot[string, struct{}, AppSettings]
	writes   keyedMutex[string]
}

func newOrganizationAppSettings(caller *caller) *OrganizationAppSettings {
	settings := &OrganizationAppSettings{caller: caller}
	settings.snapshot = coalesce.NewSnapshot(settings.read, keepError)
	return settings
}

func (s *OrganizationAppSettings) read(ctx context.Context, organizationID string) (map[struct{}]AppSettings, error) {
	var answer settingsAnswer
	err := s.caller.do(ctx, call{operation: getAppSettings(), segments: []string{organizationID}}, &answer)
	return map[struct{}]AppSettings{{}: answer.settings()}, err
}

// Get reads the settings of an organization, once; a business group shows its
// root's (GET …/connectedApplications/settings).
func (s *OrganizationAppSettings) Get(ctx context.Context, organizationID string) (AppSettings, error) {
	settings, _, err := s.snapshot.Get(ctx, organizationID, struct{}{})
	return settings, err
}

// ErrNotReadAgain tells that settings were changed and that it could not be verified.
var ErrNotReadAgain = errors.New("the settings were changed and can't be read again")

// Update changes settings of a root organization and reads them again
// (PATCH …/connectedApplications/settings). What does not show is
// [ErrDidNotStick], beside the settings as they are; what cannot be read again is
// [ErrNotReadAgain].
func (s *OrganizationAppSettings) Update(
	ctx context.Context, organizationID string, change AppSettingsChange,
) (AppSettings, error) {
	unlock, err := s.writes.lock(ctx, organizationID)
	if err != nil {
		return AppSettings{}, err
	}
	defer unlock()
	s.snapshot.Invalidate(organizationID)
	now, err := s.Get(ctx, organizationID)
	if err != nil || change == (AppSettingsChange{}) {
		return now, err
	}
	wanted := now.After(change)
	err = s.caller.do(ctx, call{operation: changeAppSettings(), segments: []string{organizationID}, body: settingsBody{
		ApplicationsEnabled: wanted.ApplicationsEnabled, GrantTypesAllowed: append([]string{}, wanted.GrantTypesAllowed...),
		AllowlistEnabled: change.AllowlistEnabled, AllowlistInternal: change.AllowlistInternal,
	}}, nil)
	s.snapshot.Invalidate(organizationID)
	if err != nil {
		return AppSettings{}, err
	}
	shown, err := s.Get(ctx, organizationID)
	if err != nil {
		return wanted, fmt.Errorf("%w: %w", ErrNotReadAgain, err)
	}
	if different := wanted.difference(shown); different != "" {
		return shown, fmt.Errorf("%w: %s", ErrDidNotStick, different)
	}
	return shown, nil
}

// After is what the settings are once they are changed.
func (s AppSettings) After(change AppSettingsChange) AppSettings {
	if change.ApplicationsEnabled != nil {
		s.ApplicationsEnabled = *change.ApplicationsEnabled
	}
	if change.GrantTypesAllowed != nil {
		s.GrantTypesAllowed = sorted(*change.GrantTypesAllowed)
	}
	if change.AllowlistEnabled != nil {
		s.AllowlistEnabled = *change.AllowlistEnabled
	}
	if change.AllowlistInternal != nil {
		s.AllowlistInternal = *change.AllowlistInternal
	}
	return s
}

func (s AppSettings) difference(shown AppSettings) string {
	switch {
	case s.ApplicationsEnabled != shown.ApplicationsEnabled:
		return "applications_enabled is " + shown.ApplicationsEnabled
	case !sameTexts(&s.GrantTypesAllowed, shown.GrantTypesAllowed):
		return fmt.Sprintf("grant_types_allowed is %v", shown.GrantTypesAllowed)
	case s.AllowlistEnabled != shown.AllowlistEnabled:
		return fmt.Sprintf("allowlist_enabled is %t", shown.AllowlistEnabled)
	case s.AllowlistInternal != shown.AllowlistInternal:
		return fmt.Sprintf("allowlist_internal_applications is %t", shown.AllowlistInternal)
	}
	return ""
}
