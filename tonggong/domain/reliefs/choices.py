"""The words of reliefs, for pages that may not touch tables."""

from tonggong.rules.reliefs.channels import CHANNEL_LABELS, Channel
from tonggong.rules.reliefs.licences import RESULT_LABELS, Result

CHANNELS = [(one.value, CHANNEL_LABELS[one]) for one in Channel]
RESULTS = [(one.value, RESULT_LABELS[one]) for one in Result]
FROM_OFFICE = {
    Channel.POINTS: "市邮政管理局和各县区",
    Channel.FEES: "市邮政管理局和各县区",
    Channel.TOBACCO: "市烟草专卖局",
    Channel.LOTTERY: "市民政局",
}
FEEDS = {
    Channel.POINTS: "service-points",
    Channel.FEES: "fee-reliefs",
    Channel.TOBACCO: "tobacco-licences",
    Channel.LOTTERY: "lottery-rounds",
}
"""The feed that tells each channel: an import file a channel."""
