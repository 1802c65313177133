"""
The xgboost half of `npm run bench:model-speed`: reads matrix.f32 and labels.u8 from the folder named first, with the
number of columns named second, and prints the processor seconds of one fit per tree method as JSON.
"""
import json
import os
import sys
import time

import numpy as np
import xgboost

folder, columns = sys.argv[1], int(sys.argv[2])
labels = np.fromfile(os.path.join(folder, "labels.u8"), dtype=np.uint8)
matrix = np.fromfile(os.path.join(folder, "matrix.f32"), dtype="<f4").reshape(len(labels), columns)
seconds = {}
for method in ("exact", "hist"):
    model = xgboost.XGBClassifier(n_estimators=200, max_depth=4, n_jobs=1, tree_method=method)
    started = time.process_time()
    model.fit(matrix, labels)
    seconds[method] = time.process_time() - started
started = time.process_time()
model.predict_proba(matrix)
seconds["predict"] = time.process_time() - started
print(json.dumps(seconds))
