package salesforceapi

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

const (
	// archiveFiles is how many files the platform puts into an archive at most.
	archiveFiles = 10_000
	// archiveFileSize and archiveSize bound what is unpacked, whatever the
	// archive claims.
	archiveFileSize = 4 << 20
	archiveSize     = 128 << 20
)

var errArchive = errors.New("the retrieved archive cannot be trusted")

// componentsOf unpacks the components of a retrieval, by type. Nothing is
// written to a disk, and only files are looked at that the retrieval tells of.
func componentsOf(result *retrieveResult) (map[string][]metadataRecord, error) {
	packed, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(result.Zip), ""))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errArchive, err)
	}
	files, err := unpack(packed)
	if err != nil {
		return nil, err
	}
	components := map[string][]metadataRecord{}
	for _, told := range result.Files {
		document, packed := files[told.FileName]
		if !packed || told.FullName == "" {
			continue
		}
		record, err := recordOf(document)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", errArchive, told.FileName, err)
		}
		record.FullName = told.FullName
		components[told.Type] = append(components[told.Type], record)
	}
	return components, nil
}

// recordOf reads the root of a file, whose elements are the component's.
func recordOf(document []byte) (metadataRecord, error) {
	var root struct {
		Content []byte `xml:",innerxml"`
	}
	err := xml.Unmarshal(document, &root)
	return metadataRecord{Content: root.Content}, err
}

// unpack reads the files of an archive, within limits.
func unpack(packed []byte) (map[string][]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errArchive, err)
	}
	if len(archive.File) > archiveFiles {
		return nil, fmt.Errorf("%w: it holds %d files", errArchive, len(archive.File))
	}
	files, total := map[string][]byte{}, 0
	for _, file := range archive.File {
		if strings.HasSuffix(file.Name, "/") {
			continue
		}
		if !fs.ValidPath(file.Name) || strings.Contains(file.Name, `\`) {
			return nil, fmt.Errorf("%w: it holds a file named %q", errArchive, file.Name)
		}
		content, err := unpackFile(file)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", errArchive, file.Name, err)
		}
		if total += len(content); total > archiveSize {
			return nil, fmt.Errorf("%w: it holds more than %d MiB", errArchive, archiveSize>>20)
		}
		files[file.Name] = content
	}
	return files, nil
}

func unpackFile(file *zip.File) ([]byte, error) {
	opened, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = opened.Close() }()
	content, err := io.ReadAll(io.LimitReader(opened, archiveFileSize+1))
	if err != nil {
		return nil, err
	}
	if len(content) > archiveFileSize {
		return nil, fmt.Errorf("it is larger than %d MiB", archiveFileSize>>20)
	}
	return content, nil
}
