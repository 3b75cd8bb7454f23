"""Runs jobs of SQL statements as one Spark application, for `open-spark.ts`.

Standard input: a line of JSON with the application's properties, then one for each job, whose views are Parquet files under a name and whose statements run
in order. Jobs run side by side, each with names of its own. The end of the input ends the application, so that it cannot outlive
the night that began it. Standard output tells what happens, a line of JSON behind "tend:" each.
"""

import json
import os
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql import SparkSession

telling = threading.Lock()


def tell(**event):
    with telling:
        print("tend:" + json.dumps(event), flush=True)


def open_session(properties):
    builder = SparkSession.builder
    for key, value in properties.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark


def read(session, files):
    """Paths are names, not patterns, and of the file system that all machines share, whatever the cluster's default is."""
    return session.read.parquet(*["file://" + re.sub(r"[\\{}\[\]*?,]", r"\\\g<0>", path) for path in files])


def reason_of(error):
    """The sentence without the plan and the stack trace below it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith("Caused by:")]
    return (causes or lines or [type(error).__name__])[-1 if causes else 0][:600]


def run(session, job):
    step = "begin"
    try:
        for view in job["views"]:
            step = view["about"]
            read(session, view["files"]).createOrReplaceTempView(view["name"])
        for index, statement in enumerate(job["statements"]):
            step = statement["name"]
            tell(kind="statement", job=job["id"], index=index)
            session.sql(statement["sql"])
        tell(kind="done", job=job["id"])
    except Exception as error:
        tell(kind="failed", job=job["id"], statement=step, error=reason_of(error))


def main():
    order = json.loads(sys.stdin.readline())
    spark = open_session(order["properties"])
    tell(kind="started", version=spark.version)
    pool = ThreadPoolExecutor(order["jobsAtOnce"])
    for line in sys.stdin:
        pool.submit(run, spark.newSession(), json.loads(line))
    # What is under way belongs to a night that has ended or was killed.
    spark.sparkContext.cancelAllJobs()
    spark.stop()
    os._exit(0)


main()
