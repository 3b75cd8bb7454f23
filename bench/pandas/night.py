"""A plain pandas version of the night's main work: assets, activity, contribution, the 1/4/15/80 rank, lifecycle and three moments.

It computes less than the night does (no churn rates, no reasons, no lunar birthdays, no earlier state), on the same Parquet files.
"""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd

started = time.perf_counter()
order = json.loads(sys.argv[1])
as_of = pd.Timestamp(order["asOf"])


def read(fact, columns):
    frames = [pd.read_parquet(file, columns=columns) for file in order[fact]]
    return pd.concat(frames, ignore_index=True)


def month_start(offset):
    return (as_of.to_period("M") - offset).start_time


def days_between(first, last):
    return (last - first).days


def average_assets(balance, first_offset, last_offset):
    first = month_start(first_offset)
    last = as_of if last_offset == 0 else month_start(last_offset - 1) - pd.Timedelta(days=1)
    rows = balance[(balance.date >= first) & (balance.date <= last)]
    return (rows.groupby("customer_id").accumulated.sum() / (days_between(first, last) + 1)).round()


customer = read("customer", ["customer_id", "unit_id", "owner_id", "opened_on", "closed_on", "birth_date"]).set_index("customer_id")
for column in ["opened_on", "closed_on", "birth_date"]:
    customer[column] = pd.to_datetime(customer[column])

balance = read("balance", ["customer_id", "product", "date", "balance", "accumulated"])
balance["date"] = pd.to_datetime(balance["date"])
at_end = balance[balance.date == balance.date.max()]
customer["month_avg_assets"] = average_assets(balance, 0, 0)
customer["last_month_avg_assets"] = average_assets(balance, 1, 1)
customer["before_last_month_avg_assets"] = average_assets(balance, 2, 2)
customer["quarter_avg_assets"] = average_assets(balance, 2, 0)
customer["prior_quarter_avg_assets"] = average_assets(balance, 3, 1)
customer["total_assets"] = at_end.groupby("customer_id").balance.sum()
customer["term_balance"] = at_end[at_end["product"] == "term"].groupby("customer_id").balance.sum()
customer["product_count"] = at_end[at_end.balance > 0].groupby("customer_id")["product"].nunique()
del balance, at_end

transaction = read("transaction", ["customer_id", "date", "direction", "amount", "kind"])
transaction["date"] = pd.to_datetime(transaction["date"])
own = transaction[transaction.kind.isin(["salary", "transfer", "card", "cash", "product"])]
customer["last_active_on"] = own.groupby("customer_id").date.max()
for days in [7, 30]:
    recent = transaction[(transaction.date > as_of - pd.Timedelta(days=days)) & (transaction.date <= as_of) & (transaction.kind != "product")]
    for direction in ["in", "out"]:
        customer[f"{direction}flow_{days}d"] = recent[recent.direction == direction].groupby("customer_id").amount.sum()
del transaction, own

contribution = read("contribution", ["customer_id", "date", "profit"])
contribution["date"] = pd.to_datetime(contribution["date"])
customer["contribution_12m"] = contribution[contribution.date > as_of - pd.DateOffset(months=12)].groupby("customer_id").profit.sum()
money = [name for name in customer.columns if name.endswith(("_assets", "_balance", "_12m", "_7d", "_30d", "_count"))]
customer[money] = customer[money].fillna(0)

customer["assets_change"] = customer.month_avg_assets / customer.last_month_avg_assets.replace(0, np.nan) - 1
customer["assets_change_before"] = customer.last_month_avg_assets / customer.before_last_month_avg_assets.replace(0, np.nan) - 1
customer["days_silent"] = (as_of - customer.last_active_on.fillna(customer.opened_on)).dt.days
customer["tenure_months"] = (as_of - customer.opened_on).dt.days // 30
is_closed = customer.closed_on <= as_of

customer = customer.sort_values(["contribution_12m", "total_assets"], ascending=False, kind="stable")
heads = len(customer)
cuts = [max(1, int(np.floor(heads * share + 0.5))) for share in [0.01, 0.05, 0.20]]
customer["abcd"] = np.select([np.arange(heads) < cut for cut in cuts], ["A", "B", "C"], "D")
customer.loc[customer.contribution_12m <= 0, "abcd"] = "D"
customer["value_customer"] = np.where(customer.quarter_avg_assets >= 100_000_00, "value", "ordinary")
customer["asset_tier"] = np.select(
    [customer.quarter_avg_assets >= level for level in [2_000_000_00, 600_000_00, 200_000_00, 50_000_00]],
    ["diamond", "platinum", "gold", "silver"],
    "basic",
)
is_closed = is_closed.reindex(customer.index)
is_declining = (customer.assets_change <= -0.3) | ((customer.assets_change < -0.1) & (customer.assets_change_before < -0.1))
is_growing = (customer.tenure_months <= 12) | (customer.assets_change > 0.1)
customer["lifecycle"] = np.select(
    [is_closed, customer.tenure_months <= 3, is_declining, is_growing], ["exit", "acquisition", "decline", "growth"], "maturity"
)

contract = read("contract", ["customer_id", "product", "amount", "end_on", "closed_on"])
contract["end_on"] = pd.to_datetime(contract["end_on"])
is_maturing = contract.closed_on.isna() & (contract.end_on >= as_of) & (contract.end_on <= as_of + pd.Timedelta(days=14))
maturing = contract[is_maturing & contract["product"].isin(["term", "wealth"])]
net_out = customer.outflow_7d - customer.inflow_7d
large = customer[(net_out >= 50_000_00) & (net_out >= 0.2 * (customer.total_assets + net_out))]
silent = customer[(customer.days_silent >= 90) & (customer.total_assets >= 10_000_00) & ~is_closed]
moments = len(maturing) + len(large) + len(silent)

customer.sort_values(["unit_id", "owner_id"]).to_parquet(order["out"])
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "wallSeconds": time.perf_counter() - started,
            "cpuSeconds": usage.ru_utime + usage.ru_stime,
            "peakMb": usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024),
            "result": {"customers": heads, "moments": moments},
        }
    )
)
