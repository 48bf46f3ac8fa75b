"""The library: pieces that are cut out of one course and put into another, under names that are free there."""
