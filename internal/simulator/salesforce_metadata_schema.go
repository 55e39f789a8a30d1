package simulator

import (
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// metadataField is one element of a metadata type. Its kind is string, boolean,
// int, base64, an enumeration, or another type.
type metadataField struct {
	name, kind         string
	required, repeated bool
	// gone is the first API version without the element, or zero.
	gone int
}

// metadataTypes are the types that the simulator knows.
var metadataTypes = parseMetadataTypes(connectedAppTypes, externalAppTypes, settingsTypes, blockedAppTypes, profileTypes, calloutTypes, tableTypes)

// connectedAppTypes are the types of connected apps, each a list of its elements
// in the order of the WSDL: name:kind, with [] for repeated elements, ! for
// required ones, and < before the API version that dropped an element.
var connectedAppTypes = map[string]string{
	"ConnectedApp": `attributes:ConnectedAppAttribute[] canvas:CanvasMetadata canvasConfig:ConnectedAppCanvasConfig
		contactEmail:string! contactPhone:string description:string iconUrl:string infoUrl:string
		ipRanges:ConnectedAppIpRange[] label:string! logoUrl:string mobileAppConfig:ConnectedAppMobileDetailConfig
		mobileStartUrl:string oauthConfig:ConnectedAppOauthConfig oauthPolicy:ConnectedAppOauthPolicy
		permissionSetName:string[] plugin:string pluginExecutionUser:string profileName:string[]
		samlConfig:ConnectedAppSamlConfig sessionPolicy:ConnectedAppSessionPolicy startUrl:string`,
	"ConnectedAppAttribute": `formula:string! key:string!`,
	"ConnectedAppIpRange":   `description:string end:string! start:string!`,
	"ConnectedAppOauthConfig": `assetTokenConfig:ConnectedAppOauthAssetToken callbackUrl:string! certificate:string
		consumerKey:string consumerSecret:string idTokenConfig:ConnectedAppOauthIdToken isAdminApproved:boolean
		isClientCredentialEnabled:boolean isCodeCredentialEnabled:boolean isCodeCredentialPostOnly:boolean
		isConsumerSecretOptional:boolean isIntrospectAllTokens:boolean isNamedUserJwtEnabled:boolean
		isPkceRequired:boolean isRefreshTokenRotationEnabled:boolean isSecretRequiredForRefreshToken:boolean
		isSecretRequiredForTokenExchange:boolean isTokenExchangeEnabled:boolean oauthClientCredentialUser:string
		scopes:ConnectedAppOauthAccessScope[] singleLogoutUrl:string`,
	"ConnectedAppOauthAssetToken": `assetAudiences:string! assetIncludeAttributes:boolean!
		assetIncludeCustomPerms:boolean! assetSigningCertId:string! assetValidityPeriod:int!`,
	"ConnectedAppOauthIdToken": `idTokenAudience:string idTokenIncludeAttributes:boolean
		idTokenIncludeCustomPerms:boolean idTokenIncludeStandardClaims:boolean idTokenValidity:int`,
	"ConnectedAppOauthPolicy": `ipRelaxation:string! isTokenExchangeFlowEnabled:boolean refreshTokenPolicy:string!
		singleLogoutUrl:string`,
	"ConnectedAppSessionPolicy": `policyAction:string sessionLevel:string sessionTimeout:int`,
	"ConnectedAppSamlConfig": `acsUrl:string! certificate:string encryptionCertificate:string
		encryptionType:SamlEncryptionType entityUrl:string! issuer:string samlIdpSLOBindingEnum:SamlIdpSLOBinding
		samlNameIdFormat:SamlNameIdFormatType samlSigningAlgoType:SamlSigningAlgoType samlSloUrl:string
		samlSubjectCustomAttr:string samlSubjectType:SamlSubjectType!`,
	"ConnectedAppCanvasConfig": `accessMethod:AccessMethod! canvasUrl:string! lifecycleClass:string
		locations:CanvasLocationOptions[] options:CanvasOptions[] samlInitiationMethod:SamlInitiationMethod`,
	"CanvasMetadata": `accessMethod:string! canvasOptions:string canvasUrl:string! lifecycleClass:string
		locationOptions:string samlInitiationMethod:string`,
	"ConnectedAppMobileDetailConfig": `applicationBinaryFile:base64 applicationBinaryFileName:string
		applicationBundleIdentifier:string applicationFileLength:int applicationIconFile:string
		applicationIconFileName:string applicationInstallUrl:string devicePlatform:DevicePlatformType!
		deviceType:DeviceType minimumOsVersion:string privateApp:boolean version:string!`,
	"ConnectedAppSettings": `enableAdminApprovedAppsOnly:boolean enableAdminApprovedAppsOnlyForExternalUser:boolean
		enableSkipUserProvisioningWizardWelcomePage:boolean`,
}

// connectedAppScopes are the scopes in the organization's own order.
var connectedAppScopes = metadataEnumerations["ConnectedAppOauthAccessScope"]

// metadataEnumerations are the values of the kinds that have a few.
var metadataEnumerations = parseEnumerations(connectedAppEnumerations, externalAppEnumerations, settingsEnumerations, profileEnumerations,
	calloutEnumerations, tableEnumerations)

var connectedAppEnumerations = map[string][]string{
	"ConnectedAppOauthAccessScope": strings.Fields(`Basic Api Web Full Chatter CustomApplications RefreshToken OpenID
		Profile Email Address Phone OfflineAccess CustomPermissions Wave Eclair Pardot Lightning Content CDPIngest
		CDPProfile CDPQuery Chatbot CDPSegment CDPIdentityResolution CDPCalculatedInsight ForgotPassword
		UserRegistration SFAP Interaction CDP EinsteinGPT PwdlessLogin MCP SCRT`),
	"SamlEncryptionType":   {"AES_128", "AES_256", "Triple_Des"},
	"SamlIdpSLOBinding":    {"RedirectBinding", "PostBinding"},
	"SamlNameIdFormatType": {"Unspecified", "EmailAddress", "Persistent", "Transient"},
	"SamlSigningAlgoType":  {"SHA1", "SHA256"},
	"SamlSubjectType":      {"Username", "FederationId", "UserId", "SpokeId", "CustomAttribute", "PersistentId"},
	"AccessMethod":         {"Get", "Post"},
	"CanvasOptions":        {"HideShare", "HideHeader", "PersonalEnabled"},
	"SamlInitiationMethod": {"None", "IdpInitiated", "SpInitiated"},
	"DevicePlatformType":   {"ios", "android"},
	"DeviceType":           {"phone", "tablet", "minitablet"},
	"CanvasLocationOptions": strings.Fields(`None Chatter UserProfile Visualforce Aura Publisher ChatterFeed ServiceDesk
		OpenCTI AppLauncher MobileNav PageLayout`),
}

func parseMetadataTypes(described ...map[string]string) map[string][]metadataField {
	types := map[string][]metadataField{}
	for _, group := range described {
		for name, text := range group {
			for word := range strings.FieldsSeq(text) {
				types[name] = append(types[name], parseMetadataField(word))
			}
		}
	}
	return types
}

func parseMetadataField(word string) metadataField {
	field := metadataField{}
	word, version, dropped := strings.Cut(word, "<")
	if number, err := strconv.Atoi(version); dropped && err == nil {
		field.gone = number
	}
	word, field.required = strings.CutSuffix(word, "!")
	word, field.repeated = strings.CutSuffix(word, "[]")
	field.name, field.kind, _ = strings.Cut(word, ":")
	return field
}

// parseEnumerations joins groups of enumerations.
func parseEnumerations(groups ...map[string][]string) map[string][]string {
	enumerations := map[string][]string{}
	for _, group := range groups {
		maps.Copy(enumerations, group)
	}
	return enumerations
}

// checkComponent refuses elements that the type does not have, and values that
// their kinds do not. The order of the elements is free, as it is on the
// platform.
func checkComponent(kind string, component *soapElement) *soapFault {
	return checkElements(kind, component.without("fullName"))
}

func checkElements(kind string, component *soapElement) *soapFault {
	fields := map[string]metadataField{}
	for _, field := range metadataTypes[kind] {
		fields[field.name] = field
	}
	seen := map[string]bool{}
	for _, element := range component.Children {
		field, known := fields[element.Name]
		if !known || element.namespace != metadataNamespace || (seen[element.Name] && !field.repeated) {
			return clientFault("Element {%s}%s invalid at this location in type %s", element.namespace, element.Name, kind)
		}
		seen[element.Name] = true
		if fault := checkElement(field, element); fault != nil {
			return fault
		}
	}
	return nil
}

func checkElement(field metadataField, element *soapElement) *soapFault {
	if metadataTypes[field.kind] != nil {
		return checkElements(field.kind, element)
	}
	text := element.text()
	if len(element.Children) > 0 {
		return clientFault("Element {%s}%s invalid at this location in type string",
			metadataNamespace, element.Children[0].Name)
	}
	if element.Nil || text == "" {
		return nil
	}
	var err error
	switch values := metadataEnumerations[field.kind]; {
	case values != nil && !slices.Contains(values, text):
		return clientFault("'%s' is not a valid value for the enum '%s'", text, field.kind)
	case field.kind == "boolean" && !slices.Contains([]string{"true", "false", "1", "0"}, text):
		return clientFault("'%s' is not a valid value for the type xsd:boolean", text)
	case field.kind == "int":
		_, err = strconv.ParseInt(text, 10, 32)
	case field.kind == "base64":
		_, err = base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	}
	if err != nil {
		return clientFault("'%s' is not a valid value for the type xsd:%s", text, field.kind)
	}
	return nil
}

// missingElements lists the required elements that a component lacks.
func missingElements(kind string, component *soapElement) []string {
	var missing []string
	for _, field := range metadataTypes[kind] {
		given := component.all(field.name)
		if field.required && len(given) == 0 {
			missing = append(missing, field.name)
		}
		for _, element := range given {
			missing = append(missing, missingElements(field.kind, element)...)
		}
	}
	return missing
}

// tidy is a component as the organization keeps it: elements in the order of
// the WSDL, text trimmed, what is empty left out.
func tidy(kind string, component *soapElement) *soapElement {
	tidied := &soapElement{Name: component.Name}
	for _, field := range metadataTypes[kind] {
		for _, element := range component.all(field.name) {
			switch {
			case element.empty():
			case metadataTypes[field.kind] != nil:
				tidied.add(tidy(field.kind, element))
			case field.kind == "boolean":
				tidied.add(newBoolean(field.name, element.text() == "true" || element.text() == "1"))
			default:
				tidied.add(newText(field.name, element.text()))
			}
		}
	}
	return tidied
}

// metadataTypeNames lists the types that are components by themselves.
func metadataTypeNames() []string {
	return slices.Sorted(maps.Keys(metadataDirectories))
}

// metadataDirectories are the folder and the file suffix of every type of
// component that the organization lists.
var metadataDirectories = map[string]struct{ directory, suffix string }{
	"BlacklistedConsumer":                  {"blacklistedConsumers", "blacklistedConsumer"},
	"ConnectedApp":                         {"connectedApps", "connectedApp"},
	"ExternalClientApplication":            {"externalClientApps", "eca"},
	"ExternalCredential":                   {"externalCredentials", "externalCredential"},
	"ExtlClntAppConfigurablePolicies":      {"extlClntAppPolicies", "ecaPlcy"},
	"ExtlClntAppGlobalOauthSettings":       {"extlClntAppGlobalOauthSets", "ecaGlblOauth"},
	"ExtlClntAppOauthConfigurablePolicies": {"extlClntAppOauthPolicies", "ecaOauthPlcy"},
	"ExtlClntAppOauthSettings":             {"extlClntAppOauthSettings", "ecaOauth"},
	"ExtlClntAppSamlConfigurablePolicies":  {"extlClntAppSamlConfigurablePolicies", "ecaSamlPlcy"},
	"MutingPermissionSet":                  {"mutingpermissionsets", "mutingpermissionset"},
	"NamedCredential":                      {"namedCredentials", "namedCredential"},
	"OauthCustomScope":                     {"oauthcustomscopes", "oauthcustomscope"},
	"PermissionSet":                        {"permissionsets", "permissionset"},
	"PermissionSetGroup":                   {"permissionsetgroups", "permissionsetgroup"},
	"Profile":                              {"profiles", "profile"},
	"ProfilePasswordPolicy":                {"profilePasswordPolicies", "profilePasswordPolicy"},
	"ProfileSessionSetting":                {"profileSessionSettings", "profileSessionSetting"},
	"Settings":                             {"settings", "settings"},
	"TransactionSecurityPolicy":            {"transactionSecurityPolicies", "transactionSecurityPolicy"},
}
