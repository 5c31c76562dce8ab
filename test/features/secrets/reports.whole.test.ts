import { join } from 'node:path';
import { holdReports } from '../../helpers/reports';

holdReports(join(__dirname, 'reports.yaml'));
