package simulator

import (
	"io"
	"net/http"
	"strconv"
	"strings"
)

// metadataMaximum is how many components one call may name.
const metadataMaximum = 10

// metadataCall is one authenticated SOAP request.
type metadataCall struct {
	salesforceActor

	server *Server
	*soapMessage
	// version is the API's, which decides what elements there are.
	version int
	// whole components are complete: a change merges nothing.
	whole bool
}

// metadataHandler answers one operation with its results.
type metadataHandler func(*metadataCall) ([]*soapElement, *soapFault)

// metadataOperations are the operations of the Metadata API that the simulator
// knows.
var metadataOperations = map[string]metadataHandler{
	"createMetadata":      (*metadataCall).create,
	"updateMetadata":      (*metadataCall).change,
	"upsertMetadata":      (*metadataCall).upsert,
	"readMetadata":        (*metadataCall).read,
	"deleteMetadata":      (*metadataCall).remove,
	"renameMetadata":      (*metadataCall).rename,
	"listMetadata":        (*metadataCall).list,
	"describeMetadata":    (*metadataCall).describeTypes,
	"describeValueType":   (*metadataCall).describeType,
	"deploy":              (*metadataCall).deploy,
	"checkDeployStatus":   (*metadataCall).checkDeployStatus,
	"retrieve":            (*metadataCall).retrieve,
	"checkRetrieveStatus": (*metadataCall).checkRetrieveStatus,
}

func (s *Server) routeSalesforceMetadata(mux *http.ServeMux) {
	mux.HandleFunc("POST /services/Soap/m/{version}", s.salesforceSOAP)
	mux.HandleFunc("POST /services/Soap/m/{version}/{organization}", s.salesforceSOAP)
}

// salesforceSOAP answers the Metadata API.
func (s *Server) salesforceSOAP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		writeFault(w, clientFault("%s", err.Error()))
		return
	}
	message, fault := parseSOAP(body)
	if fault != nil {
		writeFault(w, fault)
		return
	}
	handler, known := metadataOperations[message.operation.Name]
	if !known {
		s.unknown(w, r)
		return
	}
	call, fault := s.admitSOAP(r, message)
	if fault != nil {
		writeFault(w, fault)
		return
	}
	results, fault := handler(call)
	if fault != nil {
		writeFault(w, fault)
		return
	}
	writeSOAP(w, message.operation.Name, results)
}

// admitSOAP checks the session of a SOAP request, which is in its header alone.
func (s *Server) admitSOAP(r *http.Request, message *soapMessage) (*metadataCall, *soapFault) {
	session, live := s.session(message.session)
	if !live || session.JWT || !s.addressHolds(r, session) {
		return nil, sfFault("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader: Illegal Session. "+
			"Session not found, missing session key: %s", message.session)
	}
	org := &s.state.Salesforce
	if org.Requests >= org.allocation(&s.knobs) {
		return nil, sfFault("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
	}
	org.Requests++
	version, _, _ := strings.Cut(r.PathValue("version"), ".")
	number, _ := strconv.Atoi(version)
	call := &metadataCall{salesforceActor: s.actorFor(session), server: s, soapMessage: message, version: number}
	switch {
	case !supportedVersion(r.PathValue("version")):
		return nil, sfFault("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL")
	case !s.admits(session):
		return nil, sfFault("INVALID_SESSION_ID", "This session is not valid for use with the API")
	case !call.may("ApiEnabled"):
		return nil, sfFault("API_CURRENTLY_DISABLED", "API is disabled for this User")
	case !call.may("ModifyMetadata", "ModifyAllData"):
		return nil, sfFault("INSUFFICIENT_ACCESS",
			"use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions")
	}
	return call, nil
}

// components lists the components of a call with their names, all of one type.
func (c *metadataCall) components() (kind string, components []*soapElement, names []string, fault *soapFault) {
	components = c.operation.all("metadata")
	if len(components) != len(c.operation.Children) || len(components) == 0 {
		return "", nil, nil, clientFault("%s takes metadata elements", c.operation.Name)
	}
	if len(components) > metadataMaximum {
		return "", nil, nil, tooManyComponents()
	}
	kind = components[0].Type
	for _, component := range components {
		if component.Type != kind {
			return "", nil, nil, sfFault("INVALID_TYPE", "all components of a call must be of one type")
		}
		names = append(names, component.child("fullName").text())
	}
	if fault = c.editable(kind); fault != nil {
		return "", nil, nil, fault
	}
	for _, component := range components {
		if fault = c.checkComponent(kind, component); fault != nil {
			return "", nil, nil, fault
		}
	}
	return kind, components, names, nil
}

func tooManyComponents() *soapFault {
	return sfFault("EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than %d records in this operation",
		metadataMaximum)
}

// editable refuses types whose components the simulator does not keep.
func (c *metadataCall) editable(kind string) *soapFault {
	if metadataKinds[kind] != nil {
		return nil
	}
	return sfFault("INVALID_TYPE", "This type of metadata is not available for this organization: %s", kind)
}

func (c *metadataCall) create() ([]*soapElement, *soapFault) {
	kind, components, names, fault := c.components()
	if fault != nil {
		return nil, fault
	}
	return c.each(names, false, func(i int) (bool, *metadataError) {
		return true, metadataKinds[kind].create(c, names[i], components[i])
	}), nil
}

func (c *metadataCall) change() ([]*soapElement, *soapFault) {
	kind, components, names, fault := c.components()
	if fault != nil {
		return nil, fault
	}
	return c.each(names, false, func(i int) (bool, *metadataError) {
		return false, metadataKinds[kind].change(c, names[i], components[i])
	}), nil
}

func (c *metadataCall) upsert() ([]*soapElement, *soapFault) {
	kind, components, names, fault := c.components()
	if fault != nil {
		return nil, fault
	}
	return c.each(names, true, func(i int) (bool, *metadataError) {
		return c.put(kind, names[i], components[i])
	}), nil
}

// namesAsked lists the fullNames of a call, whose type must be one that the
// simulator keeps.
func (c *metadataCall) namesAsked() (kind string, names []string, fault *soapFault) {
	kind = c.operation.child("type").text()
	for _, name := range c.operation.all("fullNames") {
		names = append(names, name.text())
	}
	if len(names) > metadataMaximum {
		return "", nil, tooManyComponents()
	}
	return kind, names, c.editable(kind)
}

func (c *metadataCall) read() ([]*soapElement, *soapFault) {
	kind, names, fault := c.namesAsked()
	if fault != nil {
		return nil, fault
	}
	result := newElement("result")
	for _, name := range names {
		component := metadataKinds[kind].show(c, name)
		if component == nil {
			result.add(&soapElement{Name: "records", Nil: true})
			continue
		}
		record := newElement("records", newText("fullName", name))
		record.Type = kind
		record.add(component.Children...)
		result.add(record)
	}
	return []*soapElement{result}, nil
}

func (c *metadataCall) remove() ([]*soapElement, *soapFault) {
	kind, names, fault := c.namesAsked()
	if fault != nil {
		return nil, fault
	}
	return c.each(names, false, func(i int) (bool, *metadataError) {
		return false, metadataKinds[kind].remove(c, names[i])
	}), nil
}

func (c *metadataCall) rename() ([]*soapElement, *soapFault) {
	kind := c.operation.child("type").text()
	if fault := c.editable(kind); fault != nil {
		return nil, fault
	}
	to := c.operation.child("newFullName").text()
	return c.each([]string{to}, false, func(int) (bool, *metadataError) {
		if kind != "ConnectedApp" {
			return false, componentError("INVALID_TYPE_FOR_OPERATION", kind+" can't be renamed", "fullName")
		}
		return false, c.renameApp(c.operation.child("oldFullName").text(), to)
	}), nil
}
