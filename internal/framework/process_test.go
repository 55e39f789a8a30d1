package framework_test

import (
	"os"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

func TestTheLogIsAsLongAsTheEngineShows(t *testing.T) {
	for name, one := range map[string]struct {
		environment map[string]string
		libraries   string
		own         string
	}{
		"nothing is shown":       {nil, "OFF", "OFF"},
		"the engine's level":     {map[string]string{"TF_LOG": "INFO"}, "INFO", "INFO"},
		"the level of providers": {map[string]string{"TF_LOG": "ERROR", "TF_LOG_PROVIDER": "DEBUG"}, "DEBUG", "DEBUG"},
		"what is set stays":      {map[string]string{"TF_LOG": "TRACE", "TF_LOG_SDK": "WARN"}, "WARN", "TRACE"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_SDK", "TF_LOG_PROVIDER_APIACCESS"} {
				t.Setenv(variable, one.environment[variable])
			}
			if err := framework.LogAsAsked(); err != nil {
				t.Fatal(err)
			}
			if libraries, own := os.Getenv("TF_LOG_SDK"), os.Getenv("TF_LOG_PROVIDER_APIACCESS"); libraries != one.libraries || own != one.own {
				t.Errorf("the libraries log %s and the provider %s, not %s and %s", libraries, own, one.libraries, one.own)
			}
		})
	}
}
