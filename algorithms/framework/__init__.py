"""What all algorithms share: life cycle, inputs, outputs, parameters, help, records; knows no single tool."""
