"""Units that employ (用人单位): public bodies, institutions, enterprises, organisations, by their credit code.

Holds names and status with their history, established posts by date, and the sums kept of everybody's monthly
insurance and wages. It never knows who works there; that is `employment`.
"""
