package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// secretArguments are the arguments whose values are masked in logs.
var secretArguments = []string{"client_secret", "private_key", "refresh_token", "access_token", "password"}

// logTo writes a platform's requests to its own subsystem, TF_LOG_PROVIDER_APIACCESS_<NAME>.
// The transport logs neither queries, headers nor bodies; masking the secrets as
// well is the second wall.
func logTo(subsystem string, blocks ...*settings) func(context.Context, string, map[string]any) {
	var secrets []string
	for _, block := range blocks {
		for _, argument := range secretArguments {
			if value := block.get(argument); value != "" {
				secrets = append(secrets, value)
			}
		}
	}
	return func(ctx context.Context, message string, fields map[string]any) {
		ctx = tflog.NewSubsystem(ctx, subsystem, tflog.WithLevelFromEnv("TF_LOG_PROVIDER_APIACCESS", subsystem))
		ctx = tflog.SubsystemMaskAllFieldValuesStrings(ctx, subsystem, secrets...)
		ctx = tflog.SubsystemMaskMessageStrings(ctx, subsystem, secrets...)
		tflog.SubsystemDebug(ctx, subsystem, message, fields)
	}
}
