"""Runs jobs of SQL statements on Spark, for `submit-spark.ts`: one argument, the path of a JSON file with `jobs`.

A job's views are Parquet files under a name, its statements run in order; jobs run side by side on `threads`, each with names of its own. What happens is
told on standard output, a line of JSON behind "tend:" each.
"""

import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql import SparkSession

telling = threading.Lock()


def tell(**event):
    with telling:
        print("tend:" + json.dumps(event), flush=True)


def end_with(owner):
    """A night whose process was killed must not go on writing; a cluster's cores are for others then."""
    while True:
        try:
            os.kill(owner, 0)
        except ProcessLookupError:
            os._exit(1)
        time.sleep(1)


def read(session, files):
    escaped = ["file://" + "".join("\\" + c if c in "\\{}[]*?," else c for c in path) for path in files]
    return session.read.parquet(*escaped)


def reason_of(error):
    """The sentence without the plan and the stack trace below it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    caused = [line for line in lines if line.startswith("Caused by:")]
    return (caused[-1] if caused else lines[0] if lines else type(error).__name__)[:600]


def run(session, job):
    step = "reading facts"
    try:
        for view in job["views"]:
            step = view["about"]
            read(session, view["files"]).createOrReplaceTempView(view["name"])
        for index, statement in enumerate(job["statements"]):
            step = statement["name"]
            tell(job=job["id"], kind="statement", index=index)
            session.sql(statement["sql"])
        tell(job=job["id"], kind="done")
    except Exception as error:
        tell(job=job["id"], kind="failed", statement=step, error=reason_of(error))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        order = json.load(file)
    threading.Thread(target=end_with, args=(order["owner"],), daemon=True).start()
    spark = SparkSession.builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    tell(kind="started", version=spark.version)
    with ThreadPoolExecutor(order["threads"]) as pool:
        list(pool.map(lambda job: run(spark.newSession(), job), order["jobs"]))
    spark.stop()


main()
