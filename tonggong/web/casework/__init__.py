"""The desk of the work with people (个案服务): a room for each kind of work, used by workers, coaches and county staff."""
