package salesforceapi

import "encoding/xml"

// TransactionSecurityPolicy watches one kind of event and acts on it.
type TransactionSecurityPolicy struct {
	FullName string                    `xml:"fullName"`
	Action   TransactionSecurityAction `xml:"action"`
	Active   bool                      `xml:"active"`
	// ApexClass evaluates the event of a CustomApexPolicy.
	ApexClass *string `xml:"apexClass"`
	// BlockMessage has at most 1,000 characters, CustomEmailContent 1,333.
	BlockMessage       *string `xml:"blockMessage"`
	CustomEmailContent *string `xml:"customEmailContent"`
	Description        *string `xml:"description"`
	DeveloperName      *string `xml:"developerName"`
	// EventName is such as ApiEvent, LoginEvent or PermissionSetEventStore.
	EventName *string `xml:"eventName"`
	// EventType is of policies of the older kind.
	EventType *string `xml:"eventType"`
	// ExecutionUser is the username that the policy runs as.
	ExecutionUser *string `xml:"executionUser"`
	// Flow evaluates the event of a CustomConditionBuilderPolicy.
	Flow         *string `xml:"flow"`
	Label        *string `xml:"masterLabel"`
	ResourceName *string `xml:"resourceName"`
	// Type is CustomApexPolicy or CustomConditionBuilderPolicy.
	Type    *string   `xml:"type"`
	Unknown []Element `xml:",any"`
}

// TransactionSecurityAction is what a policy does.
type TransactionSecurityAction struct {
	Block                   bool                              `xml:"block"`
	EndSession              bool                              `xml:"endSession"`
	FreezeUser              bool                              `xml:"freezeUser"`
	Notifications           []TransactionSecurityNotification `xml:"notifications"`
	TwoFactorAuthentication bool                              `xml:"twoFactorAuthentication"`
	Unknown                 []Element                         `xml:",any"`
}

// TransactionSecurityNotification tells a user of an event.
type TransactionSecurityNotification struct {
	InApp     bool `xml:"inApp"`
	SendEmail bool `xml:"sendEmail"`
	// User is a username.
	User    string    `xml:"user"`
	Unknown []Element `xml:",any"`
}

// MarshalXML writes the elements in the WSDL's order.
func (p TransactionSecurityPolicy) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain TransactionSecurityPolicy
	return encodeOrdered(encoder, start, plain(p))
}

// MarshalXML writes the elements in the WSDL's order.
func (a TransactionSecurityAction) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain TransactionSecurityAction
	return encodeOrdered(encoder, start, plain(a))
}

// MarshalXML writes the elements in the WSDL's order.
func (n TransactionSecurityNotification) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain TransactionSecurityNotification
	return encodeOrdered(encoder, start, plain(n))
}

func newTransactionSecurityPolicies(client *Client) *Components[TransactionSecurityPolicy] {
	return newComponents(client, "TransactionSecurityPolicy",
		func(p *TransactionSecurityPolicy) *string { return &p.FullName })
}
