package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	secretsInState  = "secrets in state, plan and identity of every resource"
	secretsInErrors = "secrets in errors of platforms that repeat what they were sent"
	secretsInSignIn = "secrets in errors of refused sign-ins"
)

// inPlace are secrets of several sorts for one place: one that arguments take, and
// some that need to be spelled in other ways on the wire.
func inPlace(place int) []string {
	return []string{
		fmt.Sprintf("Planted%dSecretThatNobodyMaySee0001", place),
		fmt.Sprintf(`Planted%d "secret" <&>' \ +/=%% é`, place),
		"short-secret-" + strconv.Itoa(place),
	}
}

func TestSecurityStateAndPlanHoldNoSecret(t *testing.T) {
	t.Parallel()
	forEveryResource(t, func(t *testing.T, typeName string, sample sample) {
		t.Helper()
		platform, under, created := create(t, typeName, sample)
		planned, err := platform.Protocol(t).Plan(t, created, sample.changed)
		must(t, err)
		plan, err := planned.PlannedState.Unmarshal(created.Value.Type())
		must(t, err)
		changed, err := platform.Protocol(t).Apply(t, created, sample.changed)
		must(t, err)
		read, err := platform.Protocol(t).Read(t, changed)
		must(t, err)
		imported, err := under.ImportID(t, typeName, sample.importID(changed.Attributes(t)))
		must(t, err)

		hidden := append(security.HiddenIn(t, platform), append(secrets(), sample.secrets...)...)
		where := "the plan of " + typeName
		security.MustNotHold(t, secretsInState, where, plan.String()+string(planned.PlannedPrivate), hidden)
		for _, state := range []prototest.State{created, changed, read, imported} {
			where = "the state of " + typeName
			security.MustNotHold(t, secretsInState, where, state.Value.String()+state.Identity.String()+string(state.Private), hidden)
		}
		security.Tried(t, secretsInState, 5*len(hidden))
	})
}

func TestSecurityErrorsRepeatNoSecret(t *testing.T) {
	t.Parallel()
	schemas := acctest.Start(t).Protocol(t).Schema.ResourceSchemas
	forEveryResource(t, func(t *testing.T, typeName string, sample sample) {
		t.Helper()
		configs := []prototest.Config{sample.config}
		planted := append([]string{}, sample.secrets...)
		for i, place := range security.Places(schemas[typeName], sample.config) {
			if place.Secret {
				for _, secret := range inPlace(i) {
					configs = append(configs, place.With(secret))
					planted = append(planted, secret)
				}
			}
		}
		platform := acctest.Start(t)
		platform.AccessManagement = true
		under := impatient(t, platform)
		if sample.prepare != nil {
			sample.prepare(t, platform, under)
		}
		for i, echo := range security.Echoes() {
			if !security.Long() && len(configs) == 1 && i != len(typeName)%len(security.Echoes()) {
				continue // in the short form one is enough where there is no secret but the session
			}
			for _, config := range configs {
				for _, pattern := range refusedCalls() {
					platform.Inject(simulator.Fault{Pattern: pattern, Answer: echo.Answer})
					state, err := impatient(t, platform).Apply(t, under.Null(t, typeName), config)
					platform.ClearFaults()
					mustRepeatNone(t, secretsInErrors, typeName+" with "+echo.Name, err, append(security.HiddenIn(t, platform), planted...))
					if !state.Gone() {
						_, _ = platform.Protocol(t).Apply(t, state, nil)
					}
				}
			}
		}
	})
}

// refusedCalls are the calls that are refused, one sort at a time.
func refusedCalls() []string {
	if security.Long() {
		return []string{"/services/data", "/services/Soap", "/api/v", "createMetadata", "PUT", "POST /services/data", "/credential"}
	}
	return []string{"POST /services/data", "createMetadata", "PUT"}
}

// impatient is a provider that repeats nothing.
func impatient(t *testing.T, platform *acctest.Simulator) *prototest.Provider {
	t.Helper()
	return prototest.New(t, provider.New("test"), withChanges(platform.Configuration(), prototest.Config{"max_retries": 0}))
}

func mustRepeatNone(t *testing.T, what, where string, err error, hidden []string) {
	t.Helper()
	security.Tried(t, what, 1)
	if err != nil {
		security.MustNotHold(t, what, "the error of "+where, err.Error(), hidden)
	}
}

func TestSecurityRefusedSignInsTellNoSecret(t *testing.T) {
	t.Parallel()
	key, _ := keyPair(t)
	strange := `Planted "secret" <&>' \ +/=% é`
	refresh := "5Aep861PlantedRefreshToken"
	for _, echo := range security.Echoes() {
		for name, arguments := range map[string]prototest.Config{
			"client credentials": {"client_id": "planted", "client_secret": strange},
			"a refresh token":    {"client_id": "planted", "client_secret": strange, "refresh_token": refresh},
			"JWT bearer":         {"client_id": "planted", "username": "a@b.example", "private_key": key},
			"an access token":    {"access_token": "00D5g000004AcMe!PlantedAccessToken"},
		} {
			t.Run("Salesforce, "+name+", "+echo.Name, func(t *testing.T) {
				t.Parallel()
				platform := acctest.Start(t)
				platform.Inject(simulator.Fault{Answer: echo.Answer})
				arguments = withChanges(arguments, prototest.Config{"instance_url": platform.URL, "propagation_wait": "0s"})
				err := readSalesforce(t, arguments)
				mustRepeatNone(t, secretsInSignIn, name, err, signInSecrets(platform, strange, key, refresh))
			})
		}
		for name, arguments := range map[string]prototest.Config{
			"client credentials": {"client_id": "planted", "client_secret": strange},
			"a password":         {"username": "planted", "password": strange},
			"a user by an app":   {"username": "planted", "password": strange + "!", "client_id": "planted", "client_secret": strange},
			"an access token":    {"access_token": "planted-access-token-0001"},
			"two sign-ins": {
				"client_id": "planted", "client_secret": strange,
				"access_management": map[string]any{"client_id": "planted", "client_secret": "Another" + strange},
			},
		} {
			t.Run("Anypoint, "+name+", "+echo.Name, func(t *testing.T) {
				t.Parallel()
				platform := acctest.Start(t)
				platform.Inject(simulator.Fault{Answer: echo.Answer})
				err := readAnypoint(t, withChanges(arguments, prototest.Config{"base_url": platform.URL}))
				mustRepeatNone(t, secretsInSignIn, name, err, signInSecrets(platform, strange, "planted-access-token-0001"))
			})
		}
	}
}

// signInSecrets are what a refused sign-in has sent, assertions included.
func signInSecrets(platform *acctest.Simulator, sent ...string) []string {
	hidden := slices.Concat(sent, []string{"00D5g000004AcMe!PlantedAccessToken", `Planted \"secret\"`, "Planted+%22secret", "Planted &#34;secret"})
	for _, request := range platform.Requests() {
		for field := range strings.SplitSeq(string(request.Body), "&") {
			if assertion, is := strings.CutPrefix(field, "assertion="); is {
				hidden = append(hidden, assertion)
			}
		}
	}
	return hidden
}

func withChanges(config, changes prototest.Config) prototest.Config {
	changed := prototest.Config{}
	maps.Copy(changed, config)
	maps.Copy(changed, changes)
	return changed
}
