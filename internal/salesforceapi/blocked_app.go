package salesforceapi

import "encoding/xml"

// BlockedApp keeps an app out by its client id, the Metadata API's type
// BlacklistedConsumer.
type BlockedApp struct {
	FullName string `xml:"fullName"`
	// BlockedByAccessControl marks what API Access Control keeps out.
	BlockedByAccessControl bool `xml:"blockedByApiWhitelisting"`
	// ConsumerKey is the client id; it cannot be changed.
	ConsumerKey string `xml:"consumerKey"`
	// ConsumerName is the name of the app.
	ConsumerName string    `xml:"consumerName"`
	Label        string    `xml:"masterLabel"`
	Unknown      []Element `xml:",any"`
}

// MarshalXML writes the elements in the WSDL's order.
func (b BlockedApp) MarshalXML(encoder *xml.Encoder, start xml.StartElement) error {
	type plain BlockedApp
	return encodeOrdered(encoder, start, plain(b))
}

func newBlockedApps(client *Client) *Components[BlockedApp] {
	return newComponents(client, "BlacklistedConsumer", func(app *BlockedApp) *string { return &app.FullName })
}
