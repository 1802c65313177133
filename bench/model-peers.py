"""
The six peers of `npm run bench:model`, fitted with Debian's python3-sklearn and python3-xgboost.

Reads a folder written by model-peers.ts: job.json, matrix.f32 (rows x columns, missing answers NaN) and, per block,
labels-N.u8 (what was known before the block). Writes one line of JSON per peer: {"peer", "risks"}.

One configuration per peer, the best of a few tried by mean over all data sets. The linear ones see signed ln(1 + |x|)
in standard deviations of the rows they are fitted on, a missing answer as 0; the boosted ones take missing answers
as they are.
"""
import json
import os
import sys
import warnings

import numpy as np
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")


def logarithms(matrix):
    known = np.nan_to_num(matrix.astype(np.float64))
    return np.sign(known) * np.log1p(np.abs(known))


def logistic(strength):
    return lambda: make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=1000))


PEERS = {
    "lines added only": (lambda m, lines: logarithms(m[:, [lines]]), logistic(1.0)),
    "logistic regression": (lambda m, _: logarithms(m), logistic(1.0)),
    "logistic, strong L2": (lambda m, _: logarithms(m), logistic(0.01)),
    "random forest 300": (
        lambda m, _: np.nan_to_num(m),
        lambda: RandomForestClassifier(300, min_samples_leaf=5, random_state=0, n_jobs=1),
    ),
    "histogram boosting": (
        lambda m, _: m,
        lambda: HistGradientBoostingClassifier(
            learning_rate=0.05, max_leaf_nodes=15, l2_regularization=1.0, random_state=0
        ),
    ),
    "xgboost": (
        lambda m, _: m,
        lambda: xgboost.XGBClassifier(
            n_estimators=200, max_depth=3, learning_rate=0.05, subsample=0.8, colsample_bytree=0.8, n_jobs=1
        ),
    ),
}


def main(folder):
    with open(os.path.join(folder, "job.json"), encoding="utf8") as file:
        job = json.load(file)
    matrix = np.fromfile(os.path.join(folder, "matrix.f32"), dtype="<f4").reshape(job["rows"], job["columns"])
    for peer in job["peers"]:
        prepare, make = PEERS[peer]
        prepared = prepare(matrix, job["linesAdded"])
        risks = []
        for number, (start, end) in enumerate(job["blocks"]):
            labels = np.fromfile(os.path.join(folder, f"labels-{number}.u8"), dtype=np.uint8)
            if labels.min() == labels.max():
                risks += [float(labels[0])] * (end - start)
                continue
            model = make().fit(prepared[:start], labels)
            risks += model.predict_proba(prepared[start:end])[:, 1].tolist()
        print(json.dumps({"peer": peer, "risks": risks}), flush=True)


main(sys.argv[1])
