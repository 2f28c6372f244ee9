"""The measure: pure functions, arrays in and arrays out.

Everything that turns counts into ranks belongs here. Nothing here reads a file, knows an indicator by name,
or imports another part of the project; numpy, scipy and scikit-learn are all that it needs.
"""
