"""Office files -> Document: workbooks and word files, whose cells and merged cells are sure."""
