package acctest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// The engine must not read the developer's own configuration, nor ask its maker
// for updates; parallel tests cannot set that one by one.
func init() {
	_ = os.Setenv("TF_CLI_CONFIG_FILE", os.DevNull)
	_ = os.Setenv("CHECKPOINT_DISABLE", "1")
	if strings.HasPrefix(filepath.Base(executable()), "tofu") {
		_ = os.Setenv("TF_ACC_PROVIDER_HOST", "registry.opentofu.org")
		_ = os.Setenv("TF_ACC_PROVIDER_NAMESPACE", "hashicorp")
	}
}

var providerBlock = regexp.MustCompile(`(?m)^provider "apiaccess"`)

func (s *Simulator) withProvider(config string) string {
	if providerBlock.MatchString(config) {
		return config
	}
	return s.Provider() + config
}
