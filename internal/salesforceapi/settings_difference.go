package salesforceapi

import (
	"bytes"
	"encoding/xml"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// elementsOf are the elements at the top of settings.
func elementsOf(settings any) ([]Element, error) {
	encoded, err := xml.Marshal(settings)
	if err != nil {
		return nil, err
	}
	var parts struct {
		Elements []Element `xml:",any"`
	}
	err = xml.Unmarshal(encoded, &parts)
	return slices.DeleteFunc(parts.Elements, func(element Element) bool {
		return element.XMLName.Local == "fullName"
	}), err
}

// differing are the elements of after that before does not have so, with all of
// the same name. What is gone is not among them: it is left alone.
func differing(before, after []Element) []Element {
	old, wanted := byLocalName(before), byLocalName(after)
	var changed []Element
	for _, element := range after {
		if name := element.XMLName.Local; !slices.EqualFunc(old[name], wanted[name], sameContent) {
			changed = append(changed, Element{XMLName: xml.Name{Local: name}, Content: element.Content})
		}
	}
	return changed
}

// withTouched adds those elements that a change sets, be they as before or not. They
// show where it is made to settings without any value, and where it is made to the
// same settings with every switch turned: one that a change turns off it leaves alone
// where it is not shown.
func withTouched[T any](changed, before, after []Element, change func(*T)) ([]Element, error) {
	set, err := setBy(nil, change)
	if err != nil {
		return nil, err
	}
	turned, err := setBy(before, change)
	if err != nil {
		return nil, err
	}
	touched, has := byLocalName(append(set, turned...)), byLocalName(changed)
	for _, element := range after {
		name := element.XMLName.Local
		if len(touched[name]) > 0 && len(has[name]) == 0 {
			changed = append(changed, Element{XMLName: xml.Name{Local: name}, Content: element.Content})
		}
	}
	slices.SortStableFunc(changed, func(a, b Element) int { return strings.Compare(a.XMLName.Local, b.XMLName.Local) })
	return changed, nil
}

// turnSwitches turns every switch of a component.
var turnSwitches = strings.NewReplacer(">true<", ">false<", ">false<", ">true<")

// setBy are the elements that a change sets in settings whose switches were turned.
func setBy[T any](elements []Element, change func(*T)) ([]Element, error) {
	content, err := xml.Marshal(elements)
	if err != nil {
		return nil, err
	}
	var settings T
	if err := decodeComponent([]byte(turnSwitches.Replace(string(content))), &settings); err != nil {
		return nil, err
	}
	turned, err := elementsOf(settings)
	if err != nil {
		return nil, err
	}
	change(&settings)
	set, err := elementsOf(settings)
	return differing(turned, set), err
}

func sameContent(a, b Element) bool { return bytes.Equal(a.Content, b.Content) }

func byLocalName(elements []Element) map[string][]Element {
	named := map[string][]Element{}
	for _, element := range elements {
		named[element.XMLName.Local] = append(named[element.XMLName.Local], element)
	}
	return named
}

// notKept lists the paths whose values were to change and are not as wanted. A
// platform that leaves out what is false or empty has kept it.
func notKept(before, wanted, found []Element) ([]string, error) {
	old, err := leavesOf(before)
	if err != nil {
		return nil, err
	}
	asked, err := leavesOf(wanted)
	if err != nil {
		return nil, err
	}
	shown, err := leavesOf(found)
	if err != nil {
		return nil, err
	}
	changed := map[string]bool{}
	for _, element := range wanted {
		changed[element.XMLName.Local] = true
	}
	paths := maps.Clone(asked)
	maps.Copy(paths, old)
	var lost []string
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		top, _, _ := strings.Cut(path, ".")
		if changed[top] && !slices.Equal(old[path], asked[path]) && !slices.Equal(asked[path], shown[path]) {
			lost = append(lost, path)
		}
	}
	return lost, nil
}

// leavesOf are the texts at the ends of elements by their paths, sorted. Empty
// ones and false are left out, for they are as good as not there.
func leavesOf(elements []Element) (map[string][]string, error) {
	leaves := map[string][]string{}
	for _, element := range elements {
		if err := addLeaves(leaves, element.XMLName.Local, element); err != nil {
			return nil, err
		}
	}
	for _, values := range leaves {
		slices.Sort(values)
	}
	return leaves, nil
}

func addLeaves(leaves map[string][]string, path string, element Element) error {
	var inside struct {
		Text     string    `xml:",chardata"`
		Elements []Element `xml:",any"`
	}
	if err := xml.Unmarshal(slices.Concat([]byte("<x>"), element.Content, []byte("</x>")), &inside); err != nil {
		return err
	}
	if len(inside.Elements) == 0 {
		if value := strings.TrimSpace(inside.Text); value != "" && value != "false" {
			leaves[path] = append(leaves[path], value)
		}
		return nil
	}
	within := leaves
	if isItem(element) {
		within = map[string][]string{}
	}
	for _, child := range inside.Elements {
		if err := addLeaves(within, path+"."+child.XMLName.Local, child); err != nil {
			return err
		}
	}
	if isItem(element) && !isOffEvent(element, within) {
		leaves[path] = append(leaves[path], itemText(within))
	}
	return nil
}

// isOffEvent tells a real-time event that is off, as is one that is not listed.
func isOffEvent(element Element, leaves map[string][]string) bool {
	return element.XMLName.Local == "realTimeEvents" && len(leaves["realTimeEvents.isEnabled"]) == 0
}

// isItem tells the elements that are items of a list, whose parts mean nothing
// without each other.
func isItem(element Element) bool {
	return element.XMLName.Local == "ipRanges" || element.XMLName.Local == "realTimeEvents"
}

func itemText(parts map[string][]string) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		text.WriteString(name + "=" + strings.Join(parts[name], ",") + ";")
	}
	return text.String()
}

// gates tells whether an error is about the field of this name, as far as the
// platform tells.
func gates(err error, field string) bool {
	if errors.Is(err, ErrDidNotStick) {
		return true
	}
	refused, is := errors.AsType[*transport.Error](err)
	if !is {
		return false
	}
	message := strings.ToLower(refused.Message)
	return refused.Code == "FUNCTIONALITY_NOT_ENABLED" || strings.Contains(strings.Join(refused.Fields, " "), field) ||
		strings.Contains(message, strings.ToLower(field)) || strings.Contains(message, "access to this field") ||
		strings.Contains(message, "not available")
}
