"""Official papers (公文) as content and as a .docx in the layout of GB/T 9704-2012. Knows no table and no clock."""
