package simulator

import "net/http"

// connectNamed is a named credential as the Connect API takes it.
type connectNamed struct {
	DeveloperName       string `json:"developerName"`
	MasterLabel         string `json:"masterLabel"`
	Type                string `json:"type"`
	CalloutURL          string `json:"calloutUrl"`
	ExternalCredentials []struct {
		DeveloperName string `json:"developerName"`
	} `json:"externalCredentials"`
	CalloutOptions struct {
		AllowMergeFieldsInBody      bool `json:"allowMergeFieldsInBody"`
		AllowMergeFieldsInHeader    bool `json:"allowMergeFieldsInHeader"`
		GenerateAuthorizationHeader bool `json:"generateAuthorizationHeader"`
	} `json:"calloutOptions"`
	CustomHeaders []connectHeader    `json:"customHeaders"`
	Parameters    []connectParameter `json:"parameters"`
}

const namedParameters = "namedCredentialParameters"

// element is the named credential as a metadata component.
func (n connectNamed) element() *soapElement {
	component := newElement("", newText("label", n.MasterLabel), newText("namedCredentialType", n.Type),
		newBoolean("allowMergeFieldsInBody", n.CalloutOptions.AllowMergeFieldsInBody),
		newBoolean("allowMergeFieldsInHeader", n.CalloutOptions.AllowMergeFieldsInHeader),
		newBoolean("generateAuthorizationHeader", n.CalloutOptions.GenerateAuthorizationHeader),
		parameterOf(namedParameters, "Url", "Url", n.CalloutURL, 0))
	for _, credential := range n.ExternalCredentials {
		parameter := parameterOf(namedParameters, "ExternalCredential", "Authentication", "", 0)
		parameter.add(newText("externalCredential", credential.DeveloperName))
		component.add(parameter)
	}
	for _, header := range n.CustomHeaders {
		component.add(parameterOf(namedParameters, header.Name, "HttpHeader", header.Value, header.SequenceNumber))
	}
	for _, parameter := range n.Parameters {
		component.add(parameter.element(namedParameters))
	}
	return component
}

// refuse checks what the Connect API requires and metadata does not.
func (n connectNamed) refuse() *salesforceError {
	switch {
	case n.Type != "SecuredEndpoint" && n.Type != "PrivateEndpoint":
		return refusal("INVALID_INPUT", "The type %s of a named credential is not valid.", n.Type)
	case n.CalloutURL == "":
		return refusal("INVALID_INPUT", "calloutUrl is required")
	case len(n.ExternalCredentials) != 1:
		return refusal("INVALID_INPUT", "A named credential takes one external credential.")
	}
	return nil
}

// showNamed is a named credential as the Connect API shows it.
func (c *salesforceCall) showNamed(id string) map[string]any {
	row, definition := c.org.row("NamedCredential", id), c.org.Components[id]
	name := row.text("DeveloperName")
	url, parameters, headers, credentials := "", []any{}, []any{}, []any{}
	for _, element := range definition.all(namedParameters) {
		switch element.child("parameterType").text() {
		case "Url":
			url = element.child("parameterValue").text()
		case "Authentication":
			external := c.org.component("ExternalCredential", element.child("externalCredential").text())
			credential := c.org.row("ExternalCredential", external)
			credentials = append(credentials, map[string]any{
				"id": external, "developerName": credential.text("DeveloperName"), "masterLabel": credential.text("MasterLabel"),
				"url": c.connectURL("external-credentials/" + credential.text("DeveloperName")),
			})
		case "HttpHeader":
			headers = append(headers, connectHeaderOf(name, element))
		default:
			parameters = append(parameters, connectParameterOf(name, element))
		}
	}
	return map[string]any{
		"id": id, "developerName": name, "masterLabel": row.text("MasterLabel"), "type": row.text("NamedCredentialType"),
		"calloutUrl": url, "externalCredentials": credentials, "customHeaders": headers, "parameters": parameters,
		"networkConnection": nil, "calloutOptions": map[string]any{
			"allowMergeFieldsInBody":      isTrue(definition, "allowMergeFieldsInBody"),
			"allowMergeFieldsInHeader":    isTrue(definition, "allowMergeFieldsInHeader"),
			"generateAuthorizationHeader": isTrue(definition, "generateAuthorizationHeader"),
		},
		"url": c.connectURL("named-credential-setup/" + name),
	}
}

func connectListNamed(c *salesforceCall) (salesforceReply, *salesforceError) {
	if !c.may("ViewSetup", "CustomizeApplication") {
		return salesforceReply{}, insufficientAccess()
	}
	credentials := []any{}
	for _, id := range c.org.table("NamedCredential").ids {
		credentials = append(credentials, c.showNamed(id))
	}
	return ok(map[string]any{"namedCredentials": credentials}), nil
}

func connectReadNamed(c *salesforceCall) (salesforceReply, *salesforceError) {
	id := c.org.component("NamedCredential", c.request.PathValue("name"))
	if id == "" || !c.may("ViewSetup", "CustomizeApplication") {
		return salesforceReply{}, notFound()
	}
	return ok(c.showNamed(id)), nil
}

func connectCreateNamed(c *salesforceCall) (salesforceReply, *salesforceError) {
	return c.putNamed("", false)
}

func connectReplaceNamed(c *salesforceCall) (salesforceReply, *salesforceError) {
	return c.putNamed(c.request.PathValue("name"), true)
}

func (c *salesforceCall) putNamed(name string, replace bool) (salesforceReply, *salesforceError) {
	var given connectNamed
	if refused := c.decode(&given); refused != nil {
		return salesforceReply{}, refused
	}
	if refused := given.refuse(); refused != nil {
		return salesforceReply{}, refused
	}
	if !replace {
		name = given.DeveloperName
	}
	if refused := c.connectPut("NamedCredential", name, given.element(), replace); refused != nil {
		return salesforceReply{}, refused
	}
	reply := ok(c.showNamed(c.org.component("NamedCredential", name)))
	if !replace {
		reply.status = http.StatusCreated
	}
	return reply, nil
}
