"""The language model of Dragoman: corpora, model, training, export and evaluation.

`python -m train.train`, `python -m train.export` and `python -m train.evaluate` are the three commands; docs/model.md is
the contract with the engine that loads the result.
"""
