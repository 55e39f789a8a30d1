package salesforce

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type integrationUserModel struct {
	ID             types.String `tfsdk:"id"`
	OrganizationID types.String `tfsdk:"organization_id"`
	Username       types.String `tfsdk:"username"`
	LastName       types.String `tfsdk:"last_name"`
	FirstName      types.String `tfsdk:"first_name"`
	Email          types.String `tfsdk:"email"`
	Alias          types.String `tfsdk:"alias"`
	Profile        types.String `tfsdk:"profile"`
	ProfileID      types.String `tfsdk:"profile_id"`
	FederationID   types.String `tfsdk:"federation_id"`
	TimeZone       types.String `tfsdk:"time_zone"`
	Locale         types.String `tfsdk:"locale"`
	Language       types.String `tfsdk:"language"`
	EmailEncoding  types.String `tfsdk:"email_encoding"`
	Active         types.Bool   `tfsdk:"active"`
	SelfLockout    types.Bool   `tfsdk:"allow_self_lockout"`
}

func (m integrationUserModel) identity() recordIdentity {
	return recordIdentity{m.OrganizationID, m.ID}
}

func (m integrationUserModel) object() string {
	if m.Username.IsNull() {
		return "user " + m.ID.ValueString()
	}
	return "user " + m.Username.ValueString()
}

// expand is the user as it shall be.
func (m integrationUserModel) expand() salesforceapi.UserDetails {
	return salesforceapi.UserDetails{
		ID:            salesforceapi.ID(m.ID.ValueString()),
		Username:      m.Username.ValueString(),
		FirstName:     m.FirstName.ValueString(),
		LastName:      m.LastName.ValueString(),
		Email:         m.Email.ValueString(),
		Alias:         m.Alias.ValueString(),
		ProfileID:     salesforceapi.ID(m.ProfileID.ValueString()),
		IsActive:      true,
		FederationID:  m.FederationID.ValueString(),
		TimeZone:      m.TimeZone.ValueString(),
		Locale:        m.Locale.ValueString(),
		EmailEncoding: m.EmailEncoding.ValueString(),
		Language:      m.Language.ValueString(),
	}
}

// flatten takes over a user as the platform tells it. Names keep the case they were
// written in.
func (m *integrationUserModel) flatten(user salesforceapi.UserDetails) {
	m.ID = types.StringValue(string(user.ID))
	m.Username = inOwnCase(m.Username, user.Username)
	m.Email = inOwnCase(m.Email, user.Email)
	m.LastName = types.StringValue(user.LastName)
	m.FirstName = textOrNull(user.FirstName)
	m.Alias = types.StringValue(user.Alias)
	m.FederationID = textOrNull(user.FederationID)
	m.TimeZone = types.StringValue(user.TimeZone)
	m.Locale = types.StringValue(user.Locale)
	m.Language = types.StringValue(user.Language)
	m.EmailEncoding = types.StringValue(user.EmailEncoding)
	m.Active = types.BoolValue(user.IsActive)
	if string(user.ProfileID) != m.ProfileID.ValueString() {
		m.ProfileID = types.StringValue(string(user.ProfileID))
		m.Profile = m.ProfileID
	}
}

// inOwnCase is a text as it was written, unless the platform tells another one.
func inOwnCase(written types.String, told string) types.String {
	if sameUsername(written.ValueString(), told) {
		return written
	}
	return types.StringValue(told)
}

// nameProfile writes the profile's name where a user was read with another profile
// than the state knows.
func (m *integrationUserModel) nameProfile(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) {
	profile, err := client.Profiles.Find(ctx, m.ProfileID.ValueString())
	if err != nil {
		integrationUserNoun.Failed(diags, "read the profile of", m.object(), err)
		return
	}
	m.Profile = types.StringValue(profile.Name)
}

// defaultAlias is what Salesforce proposes in Setup, too.
func defaultAlias(first, last string) string {
	return strings.ToLower(strings.TrimSpace(firstLetters(first, 1) + firstLetters(last, 4)))
}

func firstLetters(text string, count int) string {
	letters := []rune(text)
	return string(letters[:min(count, len(letters))])
}
