"""What people type: options, values, completion, and which thing they mean."""
