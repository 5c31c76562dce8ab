import { checked, text } from './fields';
import { imageFault } from './image-fault';
import { IMAGE } from './limits/images';

/** The image of a container, in a registry that can be there. */
export const imageName = () => checked(text(IMAGE), imageFault);
