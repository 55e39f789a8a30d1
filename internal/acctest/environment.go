package acctest

import (
	"os"
	"regexp"
)

// The engine must not read the developer's own configuration, nor ask its maker
// for updates; parallel tests cannot set that one by one.
func init() {
	_ = os.Setenv("TF_CLI_CONFIG_FILE", os.DevNull)
	_ = os.Setenv("CHECKPOINT_DISABLE", "1")
}

var providerBlock = regexp.MustCompile(`(?m)^provider "apiaccess"`)

func (s *Simulator) withProvider(config string) string {
	if providerBlock.MatchString(config) {
		return config
	}
	return s.Provider() + config
}
