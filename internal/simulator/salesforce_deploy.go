package simulator

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
)

// deploy starts a deployment by SOAP.
func (c *metadataCall) deploy() ([]*soapElement, *soapFault) {
	archive, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(c.operation.child("ZipFile").text()), ""))
	if err != nil {
		return nil, clientFault("'ZipFile' is not a valid value for the type xsd:base64Binary")
	}
	options := c.operation.child("DeployOptions")
	job := c.startJob(deployPrefix, salesforceJob{
		Archive: archive, CheckOnly: options.child("checkOnly").text() == "true",
		KeepPartial: options.child("rollbackOnError").text() != "true",
	})
	return []*soapElement{asyncResult(job)}, nil
}

func asyncResult(job *salesforceJob) *soapElement {
	return newElement("result", newBoolean("done", false), newText("id", job.ID), newText("state", "Queued"))
}

// job finds the job that a call asks after.
func (c *metadataCall) job(prefix string) (*salesforceJob, *soapFault) {
	id, _ := canonicalID(c.operation.child("asyncProcessId").text())
	job := c.org.Jobs[id]
	if job == nil || !strings.HasPrefix(id, prefix) {
		return nil, sfFault("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
	}
	return job, nil
}

func (c *metadataCall) checkDeployStatus() ([]*soapElement, *soapFault) {
	job, fault := c.job(deployPrefix)
	if fault != nil {
		return nil, fault
	}
	c.pollDeploy(job)
	return []*soapElement{job.deployResult(c.user, c.org.row("User", c.user).text("Name"), c.stamp(),
		c.operation.child("includeDetails").text() == "true")}, nil
}

// pollDeploy counts a poll; the last one that a client waits for deploys.
func (c *metadataCall) pollDeploy(job *salesforceJob) {
	if job.done() {
		return
	}
	if job.Polls++; job.done() {
		c.runDeploy(job)
	}
}

// deployResult is a deployment as a DeployResult.
func (j *salesforceJob) deployResult(user, name, now string, details bool) *soapElement {
	failures := j.failures()
	result := newElement("result", newBoolean("checkOnly", j.CheckOnly))
	if j.done() {
		result.add(newText("completedDate", metadataTime(now)))
	}
	result.add(newText("createdBy", user), newText("createdByName", name), newText("createdDate", metadataTime(j.Created)))
	if details {
		result.add(j.details())
	}
	result.add(
		newBoolean("done", j.done()), newText("id", j.ID), newBoolean("ignoreWarnings", false),
		newText("lastModifiedDate", metadataTime(now)), newText("numberComponentErrors", strconv.Itoa(failures)),
		newText("numberComponentsDeployed", strconv.Itoa(len(j.Messages)-failures)),
		newText("numberComponentsTotal", strconv.Itoa(len(j.Messages))), newText("numberTestErrors", "0"),
		newText("numberTestsCompleted", "0"), newText("numberTestsTotal", "0"),
		newBoolean("rollbackOnError", !j.KeepPartial), newBoolean("runTestsEnabled", false),
		newText("startDate", metadataTime(j.Created)), newText("status", j.status()),
		newBoolean("success", j.done() && failures == 0))
	return result
}

// details are the DeployDetails of a deployment.
func (j *salesforceJob) details() *soapElement {
	details, successes := newElement("details"), []*soapElement{}
	for _, message := range j.Messages {
		if message.Problem == "" {
			successes = append(successes, message.element("componentSuccesses", j.Created))
			continue
		}
		details.add(message.element("componentFailures", j.Created))
	}
	details.add(successes...)
	details.add(newElement("runTestResult", newText("numFailures", "0"), newText("numTestsRun", "0"), newText("totalTime", "0.0")))
	return details
}

func (m deployMessage) element(name, created string) *soapElement {
	element := newElement(name, newBoolean("changed", m.Problem == ""), newText("componentType", m.Kind),
		newBoolean("created", m.Created), newText("createdDate", metadataTime(created)), newBoolean("deleted", m.Deleted),
		newText("fileName", m.FileName), newText("fullName", m.FullName))
	if m.ID != "" {
		element.add(newText("id", m.ID))
	}
	if m.Problem != "" {
		element.add(newText("problem", m.Problem), newText("problemType", "Error"))
	}
	element.add(newBoolean("success", m.Problem == ""))
	return element
}

func (c *metadataCall) retrieve() ([]*soapElement, *soapFault) {
	request := c.operation.child("request")
	if request == nil {
		request = c.operation.child("retrieveRequest")
	}
	if request.child("unpackaged") == nil {
		return nil, clientFault("retrieve takes an unpackaged manifest")
	}
	for _, types := range request.child("unpackaged").all("types") {
		if kind := listedKind(types.child("name").text(), ""); c.editable(kind) != nil {
			return nil, c.editable(kind)
		}
	}
	return []*soapElement{asyncResult(c.startJob(retrievePrefix, salesforceJob{Request: request}))}, nil
}

func (c *metadataCall) checkRetrieveStatus() ([]*soapElement, *soapFault) {
	job, fault := c.job(retrievePrefix)
	if fault != nil {
		return nil, fault
	}
	if job.Polls++; job.Polls == pollsUntilDone {
		if err := c.runRetrieve(job); err != nil {
			return nil, sfFault("UNKNOWN_EXCEPTION", "%s", err.Error())
		}
	}
	result := newElement("result", newBoolean("done", job.done()))
	result.add(job.Files...)
	result.add(newText("id", job.ID))
	result.add(job.Missing...)
	result.add(newText("status", job.status()), newBoolean("success", job.done()))
	if job.done() && c.operation.child("includeZip").text() != "false" {
		result.add(newText("zipFile", base64Of(job.Archive)))
	}
	return []*soapElement{result}, nil
}

// salesforceDeployRequest starts a deployment by REST.
func salesforceDeployRequest(c *salesforceCall) (salesforceReply, *salesforceError) {
	if !c.may("ModifyMetadata", "ModifyAllData") {
		return salesforceReply{}, insufficientAccess()
	}
	archive, options, err := deployParts(c.request)
	if err != nil {
		return salesforceReply{}, refusal("INVALID_MULTIPART_REQUEST", "%s", err.Error())
	}
	job := c.startJob(deployPrefix, salesforceJob{
		Archive: archive, CheckOnly: options["checkOnly"] == true, KeepPartial: options["rollbackOnError"] == false,
	})
	return salesforceReply{status: http.StatusCreated, body: map[string]any{
		"id": job.ID, "validatedDeployRequestId": nil, "deployOptions": options,
		"deployResult": map[string]any{"id": job.ID, "done": false, "status": "Pending", "success": false},
	}}, nil
}

// deployParts reads the two parts of a REST deployment: the archive, and the
// options under whichever name.
func deployParts(r *http.Request) (archive []byte, options map[string]any, err error) {
	_, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, nil, err
	}
	reader := multipart.NewReader(r.Body, parameters["boundary"])
	for {
		part, err := reader.NextPart()
		if err == io.EOF { //nolint:errorlint // NextPart returns io.EOF itself
			return archive, options, nil
		}
		if err != nil {
			return nil, nil, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, nil, err
		}
		if part.FormName() == "file" {
			archive = content
			continue
		}
		var envelope struct {
			DeployOptions map[string]any `json:"deployOptions"`
		}
		if err := json.Unmarshal(content, &envelope); err != nil {
			return nil, nil, err
		}
		options = envelope.DeployOptions
	}
}

// salesforceDeployStatus polls a deployment by REST.
func salesforceDeployStatus(c *salesforceCall) (salesforceReply, *salesforceError) {
	id, _ := canonicalID(c.request.PathValue("id"))
	job := c.org.Jobs[id]
	if job == nil || !strings.HasPrefix(id, deployPrefix) {
		return salesforceReply{}, notFound()
	}
	version, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(c.version, "v"), ".0"))
	deployer := &metadataCall{salesforceActor: c.salesforceActor, server: c.server, soapMessage: &soapMessage{}, version: version}
	deployer.pollDeploy(job)
	failures := job.failures()
	return ok(map[string]any{
		"id": id, "validatedDeployRequestId": nil, "deployOptions": map[string]any{},
		"deployResult": map[string]any{
			"id": id, "done": job.done(), "status": job.status(), "success": job.done() && failures == 0,
			"checkOnly": job.CheckOnly, "rollbackOnError": !job.KeepPartial, "ignoreWarnings": false,
			"runTestsEnabled": false, "createdBy": c.user, "createdByName": c.org.row("User", c.user)["Name"],
			"createdDate": job.Created, "startDate": job.Created, "lastModifiedDate": c.stamp(),
			"numberComponentErrors": failures, "numberComponentsTotal": len(job.Messages),
			"numberComponentsDeployed": len(job.Messages) - failures,
			"numberTestErrors":         0, "numberTestsCompleted": 0, "numberTestsTotal": 0,
			"details": job.restDetails(),
		},
	}), nil
}

func (j *salesforceJob) restDetails() map[string]any {
	successes, failures := []any{}, []any{}
	for _, message := range j.Messages {
		entry := map[string]any{
			"changed": message.Problem == "", "componentType": message.Kind, "created": message.Created,
			"createdDate": j.Created, "deleted": message.Deleted, "fileName": message.FileName,
			"fullName": message.FullName, "id": message.ID, "success": message.Problem == "", "problem": nil,
		}
		if message.Problem == "" {
			successes = append(successes, entry)
			continue
		}
		entry["problem"], entry["problemType"] = message.Problem, "Error"
		failures = append(failures, entry)
	}
	return map[string]any{
		"componentSuccesses": successes, "componentFailures": failures, "allComponentMessages": []any{},
		"runTestResult": map[string]any{
			"numFailures": 0, "numTestsRun": 0, "totalTime": 0, "successes": []any{}, "failures": []any{},
			"codeCoverage": []any{}, "codeCoverageWarnings": []any{},
		},
	}
}
