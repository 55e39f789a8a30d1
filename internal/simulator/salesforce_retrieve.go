package simulator

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

// runRetrieve makes the archive of a retrieval.
func (c *metadataCall) runRetrieve(job *salesforceJob) error {
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	folder := ""
	if job.Request.child("singlePackage").text() != "true" {
		folder = "unpackaged/"
	}
	manifest := newElement("Package")
	for _, types := range job.Request.child("unpackaged").all("types") {
		listed, err := c.retrieveType(writer, job, folder, types)
		if err != nil {
			return err
		}
		manifest.add(listed)
	}
	manifest.add(newText("version", job.Request.child("apiVersion").text()))
	if err := archiveXML(writer, folder+"package.xml", manifest); err != nil {
		return err
	}
	if err := writer.Close(); err != nil {
		return fmt.Errorf("closing the archive: %w", err)
	}
	job.Archive = archive.Bytes()
	return nil
}

// retrieveType adds the components of one type of a manifest to the archive, and
// lists what it added.
func (c *metadataCall) retrieveType(
	writer *zip.Writer, job *salesforceJob, folder string, types *soapElement,
) (*soapElement, error) {
	kind := types.child("name").text()
	files := map[string]*soapElement{}
	var all []string
	for _, file := range c.files(kind) {
		name := file.child("fullName").text()
		files[name], all = file, append(all, name)
	}
	listed := newElement("types")
	for _, member := range types.all("members") {
		names := []string{member.text()}
		if member.text() == "*" {
			names = all
		}
		for _, name := range names {
			component := metadataKinds[listedKind(kind, name)].show(c, name)
			switch {
			case component != nil:
				if err := archiveComponent(writer, job, folder, kind, name, component, files[name]); err != nil {
					return nil, err
				}
				listed.add(newText("members", name))
			case member.text() != "*":
				job.Missing = append(job.Missing, newElement("messages", newText("fileName", folder+"package.xml"),
					newText("problem", "Entity of type '"+kind+"' named '"+name+"' cannot be found")))
			}
		}
	}
	listed.add(newText("name", kind))
	return listed, nil
}

// listedKind is the type of the component that a manifest lists as kind.
func listedKind(kind, name string) string {
	if kind == "Settings" && slices.Contains(settingsMembers(), name) {
		return name + "Settings"
	}
	if kind == "Settings" {
		return "ConnectedAppSettings"
	}
	return kind
}

// settingsMembers are the names of all settings, in order.
func settingsMembers() []string {
	members := []string{"ConnectedApp"}
	for _, kind := range settingsKinds {
		members = append(members, kind.member)
	}
	slices.Sort(members)
	return members
}

// settingsMember is the name of the settings of a type, or empty for other
// types.
func settingsMember(kind string) string {
	if kind == "ConnectedAppSettings" {
		return "ConnectedApp"
	}
	if settings := settingsKinds[kind]; settings != nil {
		return settings.member
	}
	return ""
}

// archiveComponent adds the file of a component to the archive.
func archiveComponent(
	writer *zip.Writer, job *salesforceJob, folder, kind, name string, component, file *soapElement,
) error {
	place := metadataDirectories[kind]
	path := folder + place.directory + "/" + name + "." + place.suffix
	if file != nil {
		file.child("fileName").Text = path
		file.Name = "fileProperties"
		job.Files = append(job.Files, file)
	}
	return archiveXML(writer, path, newElement(listedKind(kind, name), component.Children...))
}

func archiveXML(writer *zip.Writer, name string, root *soapElement) error {
	file, err := writer.Create(name)
	if err != nil {
		return fmt.Errorf("adding %s: %w", name, err)
	}
	var text strings.Builder
	text.WriteString(xml.Header)
	root.write(&text)
	document := strings.Replace(text.String(), "<"+root.Name+">", "<"+root.Name+` xmlns="`+metadataNamespace+`">`, 1)
	_, err = io.WriteString(file, document)
	return err
}

func base64Of(content []byte) string { return base64.StdEncoding.EncodeToString(content) }
