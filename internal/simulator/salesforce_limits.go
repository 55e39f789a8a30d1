package simulator

import (
	"encoding/json"
	"strings"
)

// salesforceLimitMaxima are the limits of which the simulator uses nothing up,
// as name=maximum.
const salesforceLimitMaxima = `AnalyticsExternalDataSizeMB=40960 BOZosCalloutHourlyLimit=20000
	ConcurrentAsyncGetReportInstances=200 ConcurrentEinsteinDataInsightsStoryCreation=5
	ConcurrentEinsteinDiscoveryStoryCreation=2 ConcurrentSyncReportRuns=20 DailyAnalyticsDataflowJobExecutions=60
	DailyAnalyticsUploadedFilesSizeMB=51200 DailyAsyncApexExecutions=250000 DailyAsyncApexTests=500
	DailyBulkApiBatches=15000 DailyBulkV2QueryFileStorageMB=976562 DailyBulkV2QueryJobs=10000
	DailyDeliveredPlatformEvents=10000 DailyDurableGenericStreamingApiEvents=10000
	DailyDurableStreamingApiEvents=10000 DailyEinsteinDataInsightsStoryCreation=1000
	DailyEinsteinDiscoveryOptimizationJobRuns=25 DailyEinsteinDiscoveryPredictAPICalls=50000
	DailyEinsteinDiscoveryPredictionsByCDC=500000 DailyEinsteinDiscoveryStoryCreation=100
	DailyFunctionsApiCallLimit=235000 DailyGenericStreamingApiEvents=10000 DailyStandardVolumePlatformEvents=10000
	DailyStreamingApiEvents=10000 DailyWorkflowEmails=1000 DataStorageMB=10240 DurableStreamingApiConcurrentClients=20
	FileStorageMB=10240 HourlyAsyncReportRuns=1200 HourlyDashboardRefreshes=200 HourlyDashboardResults=5000
	HourlyDashboardStatuses=999999999 HourlyElevateAsyncReportRuns=10000 HourlyElevateSyncReportRuns=10000
	HourlyLongTermIdMapping=100000 HourlyManagedContentPublicRequests=50000 HourlyODataCallout=20000
	HourlyPublishedPlatformEvents=50000 HourlyPublishedStandardVolumePlatformEvents=1000
	HourlyShortTermIdMapping=100000 HourlySyncReportRuns=500 HourlyTimeBasedWorkflow=1000 MassEmail=5000
	MonthlyEinsteinDiscoveryStoryCreation=500 MonthlyPlatformEventsUsageEntitlement=0 Package2VersionCreates=6
	Package2VersionCreatesWithoutValidation=500 PrivateConnectOutboundCalloutHourlyLimitMB=0 SingleEmail=5000
	StreamingApiConcurrentClients=20`

func salesforceLimits(c *salesforceCall) (salesforceReply, *salesforceError) {
	if !c.may("ViewSetup") {
		return salesforceReply{}, insufficientAccess()
	}
	limits := map[string]any{}
	for word := range strings.FieldsSeq(salesforceLimitMaxima) {
		name, text, _ := strings.Cut(word, "=")
		limits[name] = limitOf(text)
	}
	maximum := c.org.allocation(&c.server.knobs)
	limits["DailyApiRequests"] = map[string]any{"Max": maximum, "Remaining": maximum - c.org.Requests}
	sets := 0
	for _, row := range c.org.table("PermissionSet").Rows {
		if !derivedSet(row) {
			sets++
		}
	}
	limits["PermissionSets"] = map[string]any{
		"Max": 1500, "Remaining": 1500 - sets, "CreateCustom": map[string]any{"Max": 1000, "Remaining": 1000 - sets},
	}
	return ok(limits), nil
}

func limitOf(maximum string) map[string]any {
	return map[string]any{"Max": json.Number(maximum), "Remaining": json.Number(maximum)}
}
