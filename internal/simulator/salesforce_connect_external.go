package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// connectExternal is an external credential as the Connect API takes it.
type connectExternal struct {
	DeveloperName string             `json:"developerName"`
	MasterLabel   string             `json:"masterLabel"`
	Protocol      string             `json:"authenticationProtocol"`
	Variant       string             `json:"authenticationProtocolVariant"`
	Parameters    []connectParameter `json:"parameters"`
	Principals    []connectPrincipal `json:"principals"`
	CustomHeaders []connectHeader    `json:"customHeaders"`
}

type connectPrincipal struct {
	Name           string             `json:"principalName"`
	Type           string             `json:"principalType"`
	SequenceNumber int                `json:"sequenceNumber"`
	Parameters     []connectParameter `json:"parameters"`
}

// principalTypes are the types of parameters that are principals.
var principalTypes = []string{"NamedPrincipal", "PerUserPrincipal", "AwsStsPrincipal"}

const externalParameters = "externalCredentialParameters"

// element is the external credential as a metadata component.
func (e connectExternal) element() *soapElement {
	component := newElement("", newText("label", e.MasterLabel),
		newText("authenticationProtocol", strings.Replace(e.Protocol, "OAuth", "Oauth", 1)))
	if e.Variant != "" {
		component.add(parameterOf(externalParameters, "AuthProtocolVariant", "AuthProtocolVariant", e.Variant, 0))
	}
	for _, parameter := range e.Parameters {
		component.add(parameter.element(externalParameters))
	}
	for _, principal := range e.Principals {
		component.add(parameterOf(externalParameters, principal.Name, principal.Type, "", principal.SequenceNumber))
		for _, parameter := range principal.Parameters {
			own := parameter.element(externalParameters)
			own.add(newText("parameterGroup", principal.Name))
			component.add(own)
		}
	}
	for _, header := range e.CustomHeaders {
		component.add(parameterOf(externalParameters, header.Name, "AuthHeader", header.Value, header.SequenceNumber))
	}
	return component
}

// showExternal is an external credential as the Connect API shows it.
func (c *salesforceCall) showExternal(id string) map[string]any {
	row, definition := c.org.row("ExternalCredential", id), c.org.Components[id]
	name := row.text("DeveloperName")
	parameters, principals, headers, variant := []any{}, []any{}, []any{}, ""
	for _, element := range definition.all(externalParameters) {
		kind := element.child("parameterType").text()
		switch {
		case kind == "AuthProtocolVariant":
			variant = element.child("parameterValue").text()
		case kind == "AuthHeader":
			headers = append(headers, connectHeaderOf(name, element))
		case slices.Contains(principalTypes, kind):
			principals = append(principals, c.showPrincipal(name, definition, element))
		case element.child("parameterGroup") == nil:
			parameters = append(parameters, connectParameterOf(name, element))
		}
	}
	status := "NotConfigured"
	if len(c.org.Secrets[name]) > 0 {
		status = "Configured"
	}
	shown := map[string]any{
		"id": id, "developerName": name, "masterLabel": row.text("MasterLabel"),
		"authenticationProtocol": strings.Replace(row.text("AuthenticationProtocol"), "Oauth", "OAuth", 1),
		"authenticationStatus":   status, "parameters": parameters, "principals": principals, "customHeaders": headers,
		"relatedNamedCredentials": []any{}, "url": c.connectURL("external-credentials/" + name),
	}
	if variant != "" {
		shown["authenticationProtocolVariant"] = variant
	}
	return shown
}

func (c *salesforceCall) showPrincipal(owner string, definition, element *soapElement) map[string]any {
	principal := connectParameterOf(owner, element)
	parameters := []any{}
	for _, other := range definition.all(externalParameters) {
		if other.child("parameterGroup").text() == principal.Name && other.child("parameterType").text() != principal.Type {
			parameters = append(parameters, connectParameterOf(owner, other))
		}
	}
	status := "NotConfigured"
	if c.org.Secrets[owner][principalKey(principal.Type, principal.Name)] != nil {
		status = "Configured"
	}
	sequence, _ := strconv.Atoi(element.child("sequenceNumber").text())
	return map[string]any{
		"id": principal.ID, "principalName": principal.Name, "principalType": principal.Type, "sequenceNumber": sequence,
		"authenticationStatus": status, "parameters": parameters, "principalAccess": []any{},
	}
}

func (c *salesforceCall) connectURL(path string) string {
	return "/services/data/" + c.version + "/named-credentials/" + path
}

func connectListExternal(c *salesforceCall) (salesforceReply, *salesforceError) {
	if !c.may("ViewSetup", "CustomizeApplication") {
		return salesforceReply{}, insufficientAccess()
	}
	credentials := []any{}
	for _, id := range c.org.table("ExternalCredential").ids {
		credentials = append(credentials, c.showExternal(id))
	}
	return ok(map[string]any{"externalCredentials": credentials}), nil
}

func connectReadExternal(c *salesforceCall) (salesforceReply, *salesforceError) {
	id := c.org.component("ExternalCredential", c.request.PathValue("name"))
	if id == "" || !c.may("ViewSetup", "CustomizeApplication") {
		return salesforceReply{}, notFound()
	}
	return ok(c.showExternal(id)), nil
}

func connectCreateExternal(c *salesforceCall) (salesforceReply, *salesforceError) {
	return c.putExternal("", false)
}

func connectReplaceExternal(c *salesforceCall) (salesforceReply, *salesforceError) {
	return c.putExternal(c.request.PathValue("name"), true)
}

func (c *salesforceCall) putExternal(name string, replace bool) (salesforceReply, *salesforceError) {
	var given connectExternal
	if refused := c.decode(&given); refused != nil {
		return salesforceReply{}, refused
	}
	for _, principal := range given.Principals {
		if !slices.Contains(principalTypes, principal.Type) || principal.Name == "" {
			return salesforceReply{}, refusal("INVALID_INPUT", "The principal %s of type %s is not valid.", principal.Name, principal.Type)
		}
	}
	if !replace {
		name = given.DeveloperName
	}
	if refused := c.connectPut("ExternalCredential", name, given.element(), replace); refused != nil {
		return salesforceReply{}, refused
	}
	reply := ok(c.showExternal(c.org.component("ExternalCredential", name)))
	if !replace {
		reply.status = http.StatusCreated
	}
	return reply, nil
}
