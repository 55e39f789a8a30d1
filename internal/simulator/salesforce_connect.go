package simulator

import (
	"hash/fnv"
	"strconv"
	"strings"
)

// connectParameter is a parameter of an external or named credential, as the
// Connect API has it.
type connectParameter struct {
	ID          string `json:"id,omitempty"`
	Description string `json:"parameterDescription,omitempty"`
	Name        string `json:"parameterName"`
	Type        string `json:"parameterType"`
	Value       string `json:"parameterValue,omitempty"`
}

type connectHeader struct {
	ID             string `json:"id,omitempty"`
	Name           string `json:"headerName"`
	Value          string `json:"headerValue"`
	SequenceNumber int    `json:"sequenceNumber"`
}

// parameterOf is an element of a list of parameters.
func parameterOf(list, name, kind, value string, sequence int) *soapElement {
	element := newElement(list, newText("parameterName", name), newText("parameterType", kind), newText("parameterValue", value))
	if sequence > 0 {
		element.add(newText("sequenceNumber", strconv.Itoa(sequence)))
	}
	return element
}

// connectParameterOf is an element as the Connect API shows it.
func connectParameterOf(owner string, element *soapElement) connectParameter {
	name, kind := element.child("parameterName").text(), element.child("parameterType").text()
	value := element.child("parameterValue").text()
	for _, reference := range []string{"certificate", "authProvider", "externalAuthIdentityProvider"} {
		value = orDefault(value, element.child(reference).text())
	}
	return connectParameter{
		ID: parameterID(owner, kind, name), Description: element.child("description").text(), Name: name, Type: kind, Value: value,
	}
}

func connectHeaderOf(owner string, element *soapElement) connectHeader {
	parameter := connectParameterOf(owner, element)
	sequence, _ := strconv.Atoi(element.child("sequenceNumber").text())
	return connectHeader{ID: parameter.ID, Name: parameter.Name, Value: parameter.Value, SequenceNumber: sequence}
}

// element is the parameter as an element of a list.
func (p connectParameter) element(list string) *soapElement {
	element := parameterOf(list, p.Name, p.Type, p.Value, 0)
	if reference := map[string]string{
		"SigningCertificate": "certificate", "ClientCertificate": "certificate", "AuthProvider": "authProvider",
		"ExternalAuthIdentityProvider": "externalAuthIdentityProvider",
	}[p.Type]; reference != "" {
		element.set("parameterValue", "")
		element.add(newText(reference, p.Value))
	}
	element.add(newText("description", p.Description))
	return element
}

// parameterID is the id of a parameter, the same as long as it keeps its name.
func parameterID(owner, kind, name string) string {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(owner + "/" + kind + "/" + name)) // a hash takes every write
	return salesforceID("0pu", int(sum.Sum32()>>8))
}

func routeConnect() map[string]salesforceHandler {
	return map[string]salesforceHandler{
		"GET /named-credentials/external-credentials":                     connectListExternal,
		"POST /named-credentials/external-credentials":                    connectCreateExternal,
		"GET /named-credentials/external-credentials/{name}":              connectReadExternal,
		"PUT /named-credentials/external-credentials/{name}":              connectReplaceExternal,
		"DELETE /named-credentials/external-credentials/{name}":           connectDelete("ExternalCredential"),
		"GET /named-credentials/named-credential-setup":                   connectListNamed,
		"POST /named-credentials/named-credential-setup":                  connectCreateNamed,
		"GET /named-credentials/named-credential-setup/{name}":            connectReadNamed,
		"PUT /named-credentials/named-credential-setup/{name}":            connectReplaceNamed,
		"DELETE /named-credentials/named-credential-setup/{name}":         connectDelete("NamedCredential"),
		"GET /named-credentials/credential":                               connectReadCredential,
		"POST /named-credentials/credential":                              connectWriteCredential,
		"PUT /named-credentials/credential":                               connectWriteCredential,
		"PATCH /named-credentials/credential":                             connectWriteCredential,
		"DELETE /named-credentials/credential":                            connectDeleteCredential,
		"GET /apps/oauth/usage":                                           connectUsage,
		"GET /apps/oauth/usage/{app}/users":                               connectUsageUsers,
		"GET /apps/oauth/usage/{app}/{user}/tokens":                       connectUsageTokens,
		"DELETE /apps/oauth/usage/{app}/{user}/tokens":                    connectRevokeUser,
		"DELETE /apps/oauth/usage/{first}/{second}":                       connectRevoke,
		"GET /apps/oauth/credentials/{app}":                               connectConsumers,
		"GET /apps/oauth/credentials/{app}/{consumer}":                    connectConsumer,
		"GET /apps/oauth/credentials/{app}/{consumer}/staged":             connectListStaged,
		"POST /apps/oauth/credentials/{app}/{consumer}/staged":            connectStage,
		"GET /apps/oauth/credentials/{app}/{consumer}/staged/{staged}":    connectReadStaged,
		"PATCH /apps/oauth/credentials/{app}/{consumer}/staged/{staged}":  connectRotate,
		"DELETE /apps/oauth/credentials/{app}/{consumer}/staged/{staged}": connectUnstage,
	}
}

// metadataOf is the caller at work on metadata.
func (c *salesforceCall) metadataOf() *metadataCall {
	return &metadataCall{salesforceActor: c.salesforceActor, server: c.server, soapMessage: &soapMessage{}, version: newestVersion, whole: true}
}

// connectFailure is a failure of a component as the Connect API answers it.
func connectFailure(failure *metadataError) *salesforceError {
	switch {
	case failure == nil:
		return nil
	case failure.code == "INSUFFICIENT_ACCESS_OR_READONLY":
		return insufficientAccess()
	case failure.code == "INVALID_CROSS_REFERENCE_KEY" && strings.Contains(failure.message, "fullName"):
		return notFound()
	}
	return refusal("INVALID_INPUT", "%s", failure.message)
}

// connectDelete deletes a component of a type.
func connectDelete(kind string) salesforceHandler {
	return func(c *salesforceCall) (salesforceReply, *salesforceError) {
		return salesforceReply{status: 204}, connectFailure(metadataKinds[kind].remove(c.metadataOf(), c.request.PathValue("name")))
	}
}

// connectPut creates or replaces a component of a type.
func (c *salesforceCall) connectPut(kind, name string, component *soapElement, replace bool) *salesforceError {
	if fault := checkComponent(kind, inNamespace(component)); fault != nil {
		return refusal("INVALID_INPUT", "%s", fault.message)
	}
	if replace {
		return connectFailure(metadataKinds[kind].change(c.metadataOf(), name, component))
	}
	return connectFailure(metadataKinds[kind].create(c.metadataOf(), name, component))
}
