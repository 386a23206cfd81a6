"""CRMs, one file each. They are read in increments and written one approved field at a time: see sync/crm.py."""
