"""Cooperation for employment (合作): partners and what they brought, consultation meetings, typical cases, filed reports, letters.

三年行动方案（二）：加强与协会商会、工商联、企业联合组织、人力资源服务机构合作，建立会商协商机制，推广典型案例，纳入社会责任报告。
Nothing here changes a fact about a person or a unit; a case is public only while a dated consent to its very words stands.
"""
