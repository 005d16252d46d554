"""Bills of materials, in and out: SPDX 2.2, 2.3 and 3.0.1, CycloneDX. They decide nothing."""
