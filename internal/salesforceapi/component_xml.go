package salesforceapi

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Element is a part of a component that this package does not know, kept as it
// was read so that writing the component back loses nothing.
type Element struct {
	XMLName xml.Name
	// Content is the XML between the element's tags.
	Content []byte `xml:",innerxml"`
}

// encodeOrdered writes the elements of value in the order of the WSDL, which is
// the alphabet's, after the full name. Value must have no MarshalXML of its own.
func encodeOrdered(encoder *xml.Encoder, start xml.StartElement, value any) error {
	encoded, err := xml.Marshal(value)
	if err != nil {
		return err
	}
	var parts struct {
		Elements []Element `xml:",any"`
	}
	if err := xml.Unmarshal(encoded, &parts); err != nil {
		return err
	}
	slices.SortStableFunc(parts.Elements, func(a, b Element) int {
		return cmp.Or(cmp.Compare(wsdlRank(a), wsdlRank(b)), cmp.Compare(a.XMLName.Local, b.XMLName.Local))
	})
	if err := encoder.EncodeToken(start); err != nil {
		return err
	}
	for _, part := range parts.Elements {
		name := xml.StartElement{Name: xml.Name{Local: part.XMLName.Local}}
		if err := encoder.EncodeElement(struct {
			Content []byte `xml:",innerxml"`
		}{part.Content}, name); err != nil {
			return err
		}
	}
	return encoder.EncodeToken(start.End())
}

// wsdlRank puts the fields of the base type of all components first.
func wsdlRank(element Element) int {
	switch element.XMLName.Local {
	case "fullName":
		return 0
	case "module":
		return 1
	}
	return 2
}

// decodeComponent reads the content of a component as metadata.read returns it.
func decodeComponent(content []byte, into any) error {
	document := slices.Concat(
		[]byte(`<metadata xmlns="`+metadataNamespace+`" xmlns:xsi="`+schemaNamespace+`">`), content, []byte(`</metadata>`))
	document, err := withoutNil(document)
	if err == nil {
		err = xml.Unmarshal(document, into)
	}
	if err != nil {
		return fmt.Errorf("the component could not be read: %w", err)
	}
	return nil
}

// withoutNil takes out the elements that say of themselves that they are not
// there; decoded they would be empty values.
func withoutNil(document []byte) ([]byte, error) {
	decoder := xml.NewDecoder(bytes.NewReader(document))
	var kept []byte
	copied := int64(0)
	for {
		before := decoder.InputOffset()
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return append(kept, document[copied:]...), nil
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || !isNil(start) {
			continue
		}
		kept = append(kept, document[copied:before]...)
		if err := decoder.Skip(); err != nil {
			return nil, err
		}
		copied = decoder.InputOffset()
	}
}

func isNil(start xml.StartElement) bool {
	return slices.ContainsFunc(start.Attr, func(attribute xml.Attr) bool {
		return attribute.Name == xml.Name{Space: schemaNamespace, Local: "nil"} &&
			(attribute.Value == "true" || attribute.Value == "1")
	})
}
