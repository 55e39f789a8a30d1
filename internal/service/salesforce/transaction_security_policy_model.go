package salesforce

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type transactionPolicyModel struct {
	OrganizationID          types.String                 `tfsdk:"organization_id"`
	Name                    types.String                 `tfsdk:"name"`
	Label                   types.String                 `tfsdk:"label"`
	Description             types.String                 `tfsdk:"description"`
	Event                   types.String                 `tfsdk:"event"`
	ApexClass               types.String                 `tfsdk:"apex_class"`
	Flow                    types.String                 `tfsdk:"flow"`
	ExecutionUser           types.String                 `tfsdk:"execution_user"`
	Active                  types.Bool                   `tfsdk:"active"`
	Block                   types.Bool                   `tfsdk:"block"`
	TwoFactorAuthentication types.Bool                   `tfsdk:"two_factor_authentication"`
	EndSession              types.Bool                   `tfsdk:"end_session"`
	FreezeUser              types.Bool                   `tfsdk:"freeze_user"`
	Notifications           map[string]notificationModel `tfsdk:"notifications"`
	BlockMessage            types.String                 `tfsdk:"block_message"`
	CustomEmailContent      types.String                 `tfsdk:"custom_email_content"`
}

type notificationModel struct {
	InApp     types.Bool `tfsdk:"in_app"`
	SendEmail types.Bool `tfsdk:"send_email"`
}

func (m transactionPolicyModel) identity() namedIdentity {
	return namedIdentity{m.OrganizationID, m.Name}
}

func (m transactionPolicyModel) object() string {
	return "transaction security policy " + m.Name.ValueString()
}

// define makes a policy what the model says.
func (m transactionPolicyModel) define(policy *salesforceapi.TransactionSecurityPolicy) {
	kind := "CustomApexPolicy"
	if m.ApexClass.IsNull() {
		kind = "CustomConditionBuilderPolicy"
	}
	policy.Type, policy.DeveloperName, policy.Label = &kind, m.Name.ValueStringPointer(), m.Label.ValueStringPointer()
	policy.EventName = m.Event.ValueStringPointer()
	setChoice(&policy.ApexClass, m.ApexClass)
	setChoice(&policy.Flow, m.Flow)
	setChoice(&policy.ExecutionUser, m.ExecutionUser)
	setText(&policy.Description, m.Description)
	setText(&policy.BlockMessage, m.BlockMessage)
	setText(&policy.CustomEmailContent, m.CustomEmailContent)
	policy.Active = m.Active.ValueBool()
	policy.Action.Block, policy.Action.EndSession = m.Block.ValueBool(), m.EndSession.ValueBool()
	policy.Action.FreezeUser = m.FreezeUser.ValueBool()
	policy.Action.TwoFactorAuthentication = m.TwoFactorAuthentication.ValueBool()
	policy.Action.Notifications = nil
	for _, user := range slices.Sorted(maps.Keys(m.Notifications)) {
		policy.Action.Notifications = append(policy.Action.Notifications, salesforceapi.TransactionSecurityNotification{
			User: user, InApp: m.Notifications[user].InApp.ValueBool(), SendEmail: m.Notifications[user].SendEmail.ValueBool(),
		})
	}
}

// flatten takes over a policy as the platform tells it. An execution user whom the
// configuration leaves out is whoever saved the policy.
func (m *transactionPolicyModel) flatten(policy *salesforceapi.TransactionSecurityPolicy, importing bool) {
	m.Label, m.Description = text(policy.Label), text(policy.Description)
	m.Event, m.ApexClass, m.Flow = text(policy.EventName), text(policy.ApexClass), text(policy.Flow)
	m.BlockMessage, m.CustomEmailContent = text(policy.BlockMessage), text(policy.CustomEmailContent)
	if importing || !m.ExecutionUser.IsNull() {
		m.ExecutionUser = textAs(policy.ExecutionUser, m.ExecutionUser, sameUsername)
	}
	m.Active = types.BoolValue(policy.Active)
	m.Block, m.EndSession = types.BoolValue(policy.Action.Block), types.BoolValue(policy.Action.EndSession)
	m.FreezeUser = types.BoolValue(policy.Action.FreezeUser)
	m.TwoFactorAuthentication = types.BoolValue(policy.Action.TwoFactorAuthentication)
	m.Notifications = m.notified(policy.Action.Notifications)
}

// notified are the notifications by username, in the spelling that it had before.
func (m *transactionPolicyModel) notified(notifications []salesforceapi.TransactionSecurityNotification) map[string]notificationModel {
	var named map[string]notificationModel
	for _, one := range notifications {
		user := one.User
		for before := range m.Notifications {
			if sameUsername(before, user) {
				user = before
			}
		}
		if named == nil {
			named = map[string]notificationModel{}
		}
		named[user] = notificationModel{types.BoolValue(one.InApp), types.BoolValue(one.SendEmail)}
	}
	return named
}
