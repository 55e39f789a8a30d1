package simulator

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// salesforceJob is a deployment or a retrieval. It is done at its second poll,
// and a deployment takes effect only then.
type salesforceJob struct {
	ID string
	// Archive is the zip file that a deployment brings or a retrieval made.
	Archive []byte
	// CheckOnly and KeepPartial are a deployment's options.
	CheckOnly, KeepPartial bool
	// Request is what a retrieval asks for.
	Request *soapElement
	Polls   int
	Created string
	// Messages tell what became of every component of a deployment, and Files are
	// the components of a retrieval.
	Messages []deployMessage
	Files    []*soapElement
	// Missing tells of the members that a retrieval asked for in vain.
	Missing []*soapElement
}

// deployMessage is what became of one file of a deployment.
type deployMessage struct {
	Kind, FileName, FullName, ID string
	Created, Deleted             bool
	// Problem is empty for a success.
	Problem string
}

const (
	deployPrefix   = "0Af"
	retrievePrefix = "09S"
	pollsUntilDone = 2
)

func (a salesforceActor) startJob(prefix string, job salesforceJob) *salesforceJob {
	job.ID = salesforceID(prefix, a.org.issue())
	job.Created = a.stamp()
	a.org.Jobs[job.ID] = &job
	return &job
}

func (j *salesforceJob) done() bool { return j.Polls >= pollsUntilDone }

func (j *salesforceJob) failures() int {
	failures := 0
	for _, message := range j.Messages {
		if message.Problem != "" {
			failures++
		}
	}
	return failures
}

// status is the deployment's state as the API names it.
func (j *salesforceJob) status() string {
	switch failures := j.failures(); {
	case j.Polls == 0:
		return "Pending"
	case !j.done():
		return "InProgress"
	case failures > 0 && j.KeepPartial && failures < len(j.Messages):
		return "SucceededPartial"
	case failures > 0:
		return "Failed"
	}
	return "Succeeded"
}

// packageFile is one file of a zip archive.
type packageFile struct {
	name    string
	content []byte
}

// unzip lists the files of an archive; a package may lie in a folder of its own.
func unzip(archive []byte) ([]packageFile, error) {
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("reading the archive: %w", err)
	}
	var files []packageFile
	for _, entry := range reader.File {
		if strings.HasSuffix(entry.Name, "/") {
			continue
		}
		content, err := readEntry(entry)
		if err != nil {
			return nil, err
		}
		files = append(files, packageFile{entry.Name, content})
	}
	return files, nil
}

func readEntry(entry *zip.File) ([]byte, error) {
	reader, err := entry.Open()
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", entry.Name, err)
	}
	content, err := io.ReadAll(io.LimitReader(reader, maximumBody))
	return content, errors.Join(err, reader.Close())
}

// runDeploy applies a deployment, as a whole unless it asks to keep what works.
func (c *metadataCall) runDeploy(job *salesforceJob) {
	files, err := unzip(job.Archive)
	if err != nil {
		job.Messages = []deployMessage{{FileName: "package.xml", Problem: err.Error()}}
		return
	}
	if !slices.ContainsFunc(files, func(file packageFile) bool { return path.Base(file.name) == "package.xml" }) {
		job.Messages = []deployMessage{{FileName: "package.xml", Problem: "No package.xml found"}}
		return
	}
	c.org.transact(func() bool {
		slices.SortStableFunc(files, func(a, b packageFile) int { return cmp.Compare(a.rank(), b.rank()) })
		for _, file := range files {
			job.Messages = append(job.Messages, c.deployFile(file)...)
		}
		return !job.CheckOnly && (job.failures() == 0 || job.KeepPartial)
	})
}

// deployOrder are the suffixes of files that others build on.
var deployOrder = []string{"eca", "ecaOauth", "ecaGlblOauth", "externalCredential"}

// rank is the place of a file in the order of a deployment.
func (f packageFile) rank() int {
	_, suffix, _ := strings.Cut(path.Base(f.name), ".")
	if at := slices.Index(deployOrder, suffix); at >= 0 {
		return at
	}
	return len(deployOrder)
}

// deployable tells whether the simulator deploys files of this suffix as
// components of a type.
func deployable(kind, suffix string) bool {
	if metadataKinds[kind] == nil {
		return false
	}
	if settingsMember(kind) != "" {
		return suffix == "settings"
	}
	return suffix == metadataDirectories[kind].suffix
}

// deployFile deploys the component in a file, or deletes those that it lists.
func (c *metadataCall) deployFile(file packageFile) []deployMessage {
	base := path.Base(file.name)
	switch {
	case base == "package.xml":
		return nil
	case strings.HasPrefix(base, "destructiveChanges"):
		return c.deployDeletions(file)
	}
	name, suffix, _ := strings.Cut(base, ".")
	message := deployMessage{FileName: file.name, FullName: name}
	root, err := parseXML(file.content)
	if err != nil {
		message.Problem = err.Error()
		return []deployMessage{message}
	}
	message.Kind = root.Name
	if !deployable(root.Name, suffix) {
		message.Problem = "Entity of type '" + root.Name + "' named '" + name + "' cannot be found"
		return []deployMessage{message}
	}
	var failure *metadataError
	if message.Created, failure = c.deployComponent(root, name); failure != nil {
		message.Problem, message.Created = failure.message, false
	} else {
		message.ID = c.componentID(root.Name, name)
	}
	return []deployMessage{message}
}

// deployComponent creates or replaces the component of one file.
func (c *metadataCall) deployComponent(root *soapElement, name string) (bool, *metadataError) {
	if fault := c.checkComponent(root.Name, root); fault != nil {
		return false, componentError("UNKNOWN_EXCEPTION", fault.message)
	}
	c.adoptPolicies(root.Name, name, root)
	return c.put(root.Name, name, root)
}

// componentID is the id of a component, or empty for settings.
func (c *metadataCall) componentID(kind, name string) string {
	switch {
	case kind == "ConnectedApp":
		return c.org.appNamed(name)
	case componentObject(kind) == nil:
		return ""
	}
	return c.org.component(kind, name)
}

func (c *metadataCall) deployDeletions(file packageFile) []deployMessage {
	root, err := parseXML(file.content)
	if err != nil {
		return []deployMessage{{FileName: file.name, Problem: err.Error()}}
	}
	var messages []deployMessage
	for _, types := range root.all("types") {
		kind := types.child("name").text()
		for _, member := range types.all("members") {
			message := deployMessage{Kind: kind, FileName: file.name, FullName: member.text(), Deleted: true}
			if failure := c.deployDeletion(kind, member.text()); failure != nil {
				message.Problem, message.Deleted = failure.message, false
			}
			messages = append(messages, message)
		}
	}
	return messages
}

func (c *metadataCall) deployDeletion(kind, name string) *metadataError {
	if metadataKinds[kind] == nil {
		return componentError("INVALID_TYPE", "Unknown type name '"+kind+"' specified in package.xml")
	}
	return metadataKinds[kind].remove(c, name)
}
